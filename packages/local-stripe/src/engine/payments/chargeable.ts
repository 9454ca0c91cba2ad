import { chargeProblem, formatAmount, stripeCurrency } from 'stripe-currencies'
import { invalid } from '../world/errors'

/** The code of a currency, in lower case. Refuses currencies that Stripe doesn't have. */
export function currencyCode(given: string): string {
  const currency = stripeCurrency(given)
  if (!currency) throw invalid(`Invalid currency: ${given.toLowerCase()}.`, 'currency')
  return currency.code
}

/** Refuses an amount that can't be charged. `what` begins the sentence for one that is too small. */
export function requireChargeable(
  amount: number,
  currency: string,
  { what = 'Amount must be', param }: { what?: string; param?: string } = {},
): void {
  const most = 10 ** (MOST_DIGITS[currency.toLowerCase()] ?? 8) - 1
  if (amount > most) {
    throw invalid(
      `Amount must be no more than ${formatAmount(most, currency)}`,
      param,
      'amount_too_large',
    )
  }
  const problem = chargeProblem(amount, currency)
  switch (problem?.kind) {
    case undefined:
      return
    case 'unknown_currency':
      throw invalid(`Invalid currency: ${currency}.`, 'currency')
    case 'not_a_multiple':
      throw invalid(
        `Invalid amount: ${amount}. Amounts in ${currency.toUpperCase()} must be evenly divisible by ${problem.step}.`,
        param,
      )
    case 'too_small':
      throw invalid(
        `${what} at least ${formatAmount(problem.least, currency)} ${currency}`,
        param,
        'amount_too_small',
      )
  }
}

/** How many digits an amount may have, where it isn't eight. */
const MOST_DIGITS: Record<string, number> = { cop: 10, huf: 10, idr: 12, inr: 9, jpy: 10 }

/**
 * What is charged of an amount due: nothing if it is less than the least charge, and otherwise the
 * nearest amount that the currency has. The rest stays on the customer's balance.
 */
export function chargeable(due: number, currency: string): number {
  const problem = chargeProblem(due, currency)
  if (problem?.kind === 'too_small') return 0
  if (problem?.kind !== 'not_a_multiple') return due
  return chargeable(Math.round(due / problem.step) * problem.step, currency)
}
