import { money, per } from '@/components/ui/money'
import type { PlanCost, PricedCost, Terms } from '@/lib/billing/pricing/cost'

/** By key; of meters as they stand in the middle of a sentence. */
export type Names = { plans: Record<string, string>; meters: Record<string, string> }

/** `$69 a month`, `Free`, `$199 once`. */
export function totalWords(cost: PlanCost, terms: Terms): { amount: string; per: string } {
  if (cost.kind !== 'priced') {
    return { amount: cost.kind === 'custom' ? 'Let’s talk' : 'Not sold', per: '' }
  }
  if (cost.paid === 'never') return { amount: 'Free', per: '' }
  return {
    amount: money(cost.totalCents, terms.currency),
    per: per(cost.paid === 'once' ? 'once' : terms.interval),
  }
}

/** What the total is made of, or why the plan will not do. `names` are the meters'. */
export function detailWords(cost: PlanCost, terms: Terms, names: Names): string {
  if (cost.kind !== 'priced') {
    return cost.kind === 'custom' ? 'We make you an offer.' : notSold(terms)
  }
  if (cost.exceeded.length > 0) return `Not enough ${list(cost.exceeded, names, 'disjunction')}.`
  if (cost.overage.length > 0) return `${base(cost, terms)}, and ${overage(cost, terms, names)}.`
  return 'All of it is included.'
}

const notSold = ({ interval, currency }: Terms) =>
  `Not ${interval === 'once' ? 'once' : `by the ${interval}`} in ${currency.toUpperCase()}.`

const base = ({ baseCents }: PricedCost, { currency }: Terms) => money(baseCents, currency)

const overage = ({ overage }: PricedCost, { currency }: Terms, names: Names) => {
  const sum = overage.reduce((sum, line) => sum + line.amountCents, 0)
  const meters = overage.map(({ meter }) => meter)
  return `${money(sum, currency)} for more ${list(meters, names, 'conjunction')}`
}

const list = (
  meters: readonly string[],
  names: Names,
  type: Intl.ListFormatOptions['type'],
): string =>
  new Intl.ListFormat('en', { type }).format(meters.map((meter) => names.meters[meter] ?? meter))

/** One sentence for whoever doesn't see the list: read out whenever it changes. */
export function verdict(
  { costs, cheapest }: { costs: PlanCost[]; cheapest: string | null },
  terms: Terms,
  names: Names,
): string {
  const cost = costs.find(({ plan }) => plan === cheapest)
  if (!cost) return 'No plan includes that much. Write to us, and we find a way.'
  const { amount, per } = totalWords(cost, terms)
  return `Cheapest for this: ${names.plans[cost.plan] ?? cost.plan}, ${[amount === 'Free' ? 'free' : amount, per].filter(Boolean).join(' ')}.`
}
