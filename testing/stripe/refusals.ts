import type { Interceptor } from '@/testing/intercept'

/** An error response of Stripe. */
export type StripeRefusal = {
  status: number
  error: { type: string; code?: string; message: string; param?: string; decline_code?: string }
}

const invalid = (message: string, more: { code?: string; param?: string } = {}): StripeRefusal => ({
  status: 400,
  error: { type: 'invalid_request_error', message, ...more },
})

const declined = (code: string, message: string): StripeRefusal => ({
  status: 402,
  error: { type: 'card_error', code, message },
})

/** Errors in Stripe's own words: https://docs.stripe.com/error-codes (November 2026). */
export const stripeRefusals = {
  'another currency': invalid(
    'You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, invoice item or active subscription mode checkout session with currency eur.',
  ),
  'a price that isn’t sold in the currency': invalid(
    "The price specified only supports `usd`. This doesn't match the expected currency: `eur`.",
  ),
  'an amount that is too small': invalid(
    "The Checkout Session's total amount due must add up to at least $0.50 usd",
    { code: 'amount_too_small' },
  ),
  'a code that was used up': invalid('This promotion code cannot be redeemed.', {
    param: 'discounts[0][promotion_code]',
  }),
  'a code for new customers': invalid(
    'This promotion code cannot be redeemed because the associated customer has prior transactions.',
    { code: 'promotion_code_customer_not_first_time' },
  ),
  'a code that has expired': invalid('This coupon has expired.', {
    code: 'coupon_expired',
    param: 'discounts[0][coupon]',
  }),
  'a code that was deleted': invalid("No such promotion code: 'promo_1'", {
    code: 'resource_missing',
    param: 'discounts[0][promotion_code]',
  }),
  'a declined card': declined('card_declined', 'Your card was declined.'),
  'a card that its owner must confirm': declined(
    'subscription_payment_intent_requires_action',
    'Payment for this subscription requires additional user action before it can be completed successfully.',
  ),
  'too many requests': {
    status: 429,
    error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests.' },
  },
  'a lock that another request holds': {
    status: 429,
    error: {
      type: 'invalid_request_error',
      code: 'lock_timeout',
      message: 'This object cannot be accessed right now because another API request has it.',
    },
  },
  'an idempotency key in use': {
    status: 409,
    error: {
      type: 'idempotency_error',
      code: 'idempotency_key_in_use',
      message: 'There is currently another in-progress request using this Idempotent Key.',
    },
  },
  'an idempotency key of another request': {
    status: 400,
    error: {
      type: 'idempotency_error',
      message: 'Keys for idempotent requests can only be used with the same parameters.',
    },
  },
  'an object that is gone': {
    status: 404,
    error: { type: 'invalid_request_error', code: 'resource_missing', message: 'No such object.' },
  },
} satisfies Record<string, StripeRefusal>

export type StripeRefusalName = keyof typeof stripeRefusals

const isStripes = (call: string) => call.startsWith('stripe ')

/** Answers the `at`-th request to Stripe with an error, and doesn't send it. */
export function refusing(at: number, { status, error }: StripeRefusal): Interceptor {
  let count = 0
  return <T>(name: string, send: () => Promise<T>) =>
    isStripes(name) && ++count === at
      ? // True because the answer to a request of the SDK is a Response.
        Promise.resolve(Response.json({ error }, { status }) as T)
      : send()
}

/** Runs `act` before the `at`-th request to Stripe. */
export function before(at: number, act: () => Promise<unknown>): Interceptor {
  let count = 0
  return async (name, send) => {
    if (isStripes(name) && ++count === at) await act()
    return send()
  }
}
