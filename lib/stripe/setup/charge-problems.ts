import { chargeProblem, formatAmount } from 'stripe-currencies'
import type { StripePriceTerms } from './terms'

type PriceToCharge = { lookupKey: string; terms: StripePriceTerms }

/** Amounts that Stripe would refuse to charge. It accepts them in a price; each checkout would fail. */
export const chargeProblems = ({ lookupKey, terms }: PriceToCharge): string[] =>
  // A unit of usage may cost less than a cent: what is charged is many of them, with the plan.
  Object.entries(
    terms.tiers
      ? {}
      : {
          ...terms.otherCurrencies,
          ...(terms.unitAmount !== null && { [terms.currency]: terms.unitAmount }),
        },
  ).flatMap(([currency, amount]) => {
    const why = reason(Number(amount), currency)
    return why ? [`Price ${lookupKey}: ${why}`] : []
  })

function reason(amount: number, currency: string): string | null {
  const problem = chargeProblem(amount, currency)
  switch (problem?.kind) {
    case undefined:
      return null
    case 'unknown_currency':
      return `Stripe has no currency "${currency}".`
    case 'not_a_multiple':
      return `amounts in ${currency.toUpperCase()} must be multiples of ${problem.step}: use ${nearest(amount, problem.step)} instead of ${amount} (${formatAmount(amount, currency)}).`
    case 'too_small':
      return `${formatAmount(amount, currency)} is less than Stripe charges: the least is ${formatAmount(problem.least, currency)} (${problem.least}).`
  }
}

const nearest = (amount: number, step: number) => Math.max(step, Math.round(amount / step) * step)
