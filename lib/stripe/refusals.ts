import Stripe from 'stripe'
import { AppError } from '@/lib/errors'
import { isAboutDiscount, isMissing, needsConfirmation } from './stripe-errors'

const { errors } = Stripe

/** Shown where the user can't confirm a payment, so that only another card helps. */
export const confirmationNeeded =
  'Your bank requires you to confirm this payment, which isn’t possible here. You weren’t charged. Try another card.'

/**
 * What to tell the caller if Stripe refused a request for a reason that the caller can fix, or that
 * passes by itself; `null` for every other error. Stripe names some reasons only in its message.
 */
export function stripeRefusal(error: unknown): AppError | null {
  if (error instanceof errors.StripeRateLimitError || hasCode(error, ['lock_timeout'])) {
    return new AppError('unavailable', 'We’re too busy right now. Try again in a moment.')
  }
  if (
    error instanceof errors.StripeIdempotencyError ||
    hasCode(error, ['idempotency_key_in_use'])
  ) {
    return new AppError(
      'conflict',
      'The same request is already in progress. Try again in a moment.',
    )
  }
  if (error instanceof errors.StripeAPIError) {
    return new AppError('unavailable', 'Stripe isn’t answering. Try again in a moment.')
  }
  if (hasCode(error, ['amount_too_small'])) {
    return new AppError(
      'invalid_request',
      'The total is below the least amount that can be charged.',
    )
  }
  if (hasCode(error, ['amount_too_large'])) {
    return new AppError('invalid_request', 'The total is above the most that can be charged.')
  }
  if (isAboutCurrency(error)) {
    return new AppError(
      'invalid_request',
      'You’re already billed in another currency, and this isn’t sold in it. Contact us.',
    )
  }
  if (isAboutDiscount(error)) {
    return new AppError(
      'invalid_request',
      'promotionCode: this code doesn’t apply to this purchase, or it has just been used up.',
    )
  }
  if (isMissing(error) && !isOurs(error.param)) {
    return new AppError(
      'conflict',
      'This was just changed or deleted. Refresh to see the latest status.',
    )
  }
  if (needsConfirmation(error)) {
    return new AppError('payment_required', confirmationNeeded, {
      reason: 'authentication_required',
    })
  }
  if (error instanceof errors.StripeCardError) {
    return new AppError('payment_required', 'Your card was declined. Try another card.', {
      reason: 'card_refused',
    })
  }
  return null
}

const hasCode = (error: unknown, codes: readonly string[]): boolean =>
  error instanceof errors.StripeError && codes.includes(error.code ?? '')

/** Stripe gives these refusals no code. */
const isAboutCurrency = (error: unknown): boolean =>
  error instanceof errors.StripeInvalidRequestError &&
  /combine currencies on a single customer|match the expected currency/i.test(error.message)

/** Whether the missing object is one that the catalog names, and not the caller. */
const isOurs = (param: string | undefined): boolean =>
  /price|product|configuration/.test(param ?? '')
