import Stripe from 'stripe'
import { expect, it } from 'vitest'
import { stripeRefusal } from './refusals'

const { errors } = Stripe
const invalid = (code: string | undefined, message = 'No.') =>
  new errors.StripeInvalidRequestError({
    type: 'invalid_request_error',
    message,
    ...(code && { code }),
  })

/** Stripe doesn't find what a parameter names. */
const about = (param: string) =>
  new errors.StripeInvalidRequestError({
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: 'No such object.',
    param,
  })

it.each([
  [
    new errors.StripeRateLimitError({ type: 'rate_limit_error', message: 'Slow down.' }),
    'unavailable',
  ],
  [invalid('lock_timeout'), 'unavailable'],
  [new errors.StripeAPIError({ type: 'api_error', message: 'Sorry.' }), 'unavailable'],
  [
    new errors.StripeIdempotencyError({ type: 'idempotency_error', message: 'In use.' }),
    'conflict',
  ],
  [invalid('idempotency_key_in_use'), 'conflict'],
  [invalid('amount_too_small'), 'invalid_request'],
  [invalid('amount_too_large'), 'invalid_request'],
  [invalid(undefined, 'You cannot combine currencies on a single customer.'), 'invalid_request'],
  [invalid(undefined, "This doesn't match the expected currency: `eur`."), 'invalid_request'],
  [invalid('promotion_code_customer_not_first_time'), 'invalid_request'],
  [invalid('coupon_expired'), 'invalid_request'],
  [about('discounts[0][promotion_code]'), 'invalid_request'],
  [about('subscription'), 'conflict'],
  [new errors.StripeCardError({ type: 'card_error', message: 'Declined.' }), 'payment_required'],
])('maps %s to %s', (error, code) => {
  expect(stripeRefusal(error)?.code).toBe(code)
})

it('tells a card that its owner must confirm from one that was declined', () => {
  const [declined, unconfirmed] = ['card_declined', 'invoice_payment_intent_requires_action'].map(
    (code) => new errors.StripeCardError({ type: 'card_error', code, message: 'No.' }),
  )

  expect(stripeRefusal(declined)?.details).toEqual({ reason: 'card_refused' })
  expect(stripeRefusal(unconfirmed)?.details).toEqual({ reason: 'authentication_required' })
})

it.each([
  ['a request that we built wrong', invalid('parameter_unknown')],
  ['a price that the catalog names and Stripe lacks', about('line_items[0][price]')],
  [
    'a wrong key',
    new errors.StripeAuthenticationError({ type: 'authentication_error', message: '' }),
  ],
  ["another system's error", new Error('amount_too_small')],
  ['no error', undefined],
])('leaves %s as it is', (_, error) => {
  expect(stripeRefusal(error)).toBeNull()
})
