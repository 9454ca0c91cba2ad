import { ApiError } from '../world/errors'
import type { Decline } from '../world/records'

/** 402 `card_error`. By default the changes before it are kept, such as the failed charge. */
export const cardError = (
  decline: Omit<Decline, 'code'> & { code: string },
  about: { param?: string; charge?: string; payment_intent?: unknown; setup_intent?: unknown } = {},
  { keepsChanges = true } = {},
) =>
  new ApiError(
    402,
    {
      type: 'card_error',
      code: decline.code,
      ...(decline.decline_code && { decline_code: decline.decline_code }),
      doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll('_', '-')}`,
      message: decline.message,
      ...about,
    },
    { keepsChanges },
  )

export const GENERIC_DECLINE: Decline = {
  code: 'card_declined',
  decline_code: 'generic_decline',
  message: 'Your card was declined.',
}

export const AUTHENTICATION_FAILED: Decline = {
  code: 'payment_intent_authentication_failure',
  message:
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
}

export const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  decline_code: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
}

export const NO_PAYMENT_METHOD: Decline = {
  code: 'missing',
  message:
    'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
}
