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
  [new errors.StripeCardError({ type: 'card_error', message: 'Declined.' }), 'payment_required'],
])('maps %s to %s', (error, code) => {
  expect(stripeRefusal(error)?.code).toBe(code)
})

it.each([
  ['a request that we built wrong', invalid('parameter_unknown')],
  [
    'a wrong key',
    new errors.StripeAuthenticationError({ type: 'authentication_error', message: '' }),
  ],
  ["another system's error", new Error('amount_too_small')],
  ['no error', undefined],
])('leaves %s as it is', (_, error) => {
  expect(stripeRefusal(error)).toBeNull()
})
