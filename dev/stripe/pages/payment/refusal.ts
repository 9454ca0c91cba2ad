import Stripe from 'stripe'

/** What the bank said, beside the field it is about. */
export const refused = (code: string | undefined, message: string): Record<string, string> => ({
  [fields[code ?? ''] ?? 'number']: message,
})

/** The same from the API's answer; null for an error that isn't the bank's. */
export const refusal = (problem: unknown): Record<string, string> | null =>
  problem instanceof Stripe.errors.StripeCardError ? refused(problem.code, problem.message) : null

const fields: Record<string, string> = {
  expired_card: 'expiry',
  incorrect_cvc: 'cvc',
  invalid_cvc: 'cvc',
  invalid_expiry_month: 'expiry',
  invalid_expiry_year: 'expiry',
}
