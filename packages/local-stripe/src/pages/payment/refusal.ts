import Stripe from 'stripe'
import { StripeProblem } from '../../engine/world/errors'

/** What the bank said, beside the field it is about. */
export const refused = (code: string | undefined, message: string): Record<string, string> => ({
  [fields[code ?? ''] ?? 'number']: message,
})

/** The same from what the API or the engine threw; null for an error that isn't the bank's. */
export function refusal(problem: unknown): Record<string, string> | null {
  if (problem instanceof Stripe.errors.StripeCardError)
    return refused(problem.code, problem.message)
  if (problem instanceof StripeProblem && problem.body.type === 'card_error') {
    return refused(problem.body.code, problem.message)
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
