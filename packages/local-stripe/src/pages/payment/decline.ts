import Stripe from 'stripe'
import { ApiError } from '../../engine/world/errors'

/** The error for a decline, by the field that it is about. */
export const declineErrors = (
  code: string | undefined,
  message: string,
): Record<string, string> => ({
  [fields[code ?? ''] ?? 'number']: message,
})

/** The same for an error that the API or the engine threw. Null if it is not a decline. */
export function declineErrorsOf(error: unknown): Record<string, string> | null {
  if (error instanceof Stripe.errors.StripeCardError)
    return declineErrors(error.code, error.message)
  if (error instanceof ApiError && error.body.type === 'card_error') {
    return declineErrors(error.body.code, error.message)
  }
  return null
}

const fields: Record<string, string> = {
  expired_card: 'expiry',
  incorrect_cvc: 'cvc',
  invalid_cvc: 'cvc',
  invalid_expiry_month: 'expiry',
  invalid_expiry_year: 'expiry',
}
