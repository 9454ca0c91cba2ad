import { money, per } from '@/components/ui/money'
import type { Price } from '@/lib/billing/catalog/schema'
import type { PlanCost, PricedCost, PriceTerms } from '@/lib/billing/pricing/cost'

/** Display names by key. Meter names are in lower case, for the middle of a sentence. */
export type PlanNames = { plans: Record<string, string>; meters: Record<string, string> }

/** A plan's total in two parts: `$69` and `/month`, `Free` and nothing, `$199` and ` one-time`. */
export function totalText(cost: PlanCost, terms: PriceTerms): { amount: string; per: string } {
  if (cost.kind !== 'priced') {
    return { amount: cost.kind === 'custom' ? 'Let’s talk' : 'Not available', per: '' }
  }
  if (cost.paid === 'never') return { amount: 'Free', per: '' }
  return {
    amount: money(cost.totalCents, terms.currency),
    per: per(cost.paid === 'once' ? 'once' : terms.interval),
  }
}

/** How the total adds up, or why the plan doesn't fit. */
export function detailText(cost: PlanCost, terms: PriceTerms, names: PlanNames): string {
  if (cost.kind !== 'priced') {
    return cost.kind === 'custom' ? 'Contact us for a quote.' : notAvailable(terms)
  }
  if (cost.exceeded.length > 0) {
    return `Doesn’t include enough ${list(cost.exceeded, names, 'disjunction')}.`
  }
  if (cost.overage.length > 0) return `${base(cost, terms)} plus ${overage(cost, terms, names)}.`
  return 'Everything’s included.'
}

const notAvailable = ({ interval, currency }: PriceTerms) =>
  `Not available ${frequency[interval]} in ${currency.toUpperCase()}.`

const frequency: Record<Price['interval'], string> = {
  month: 'monthly',
  year: 'yearly',
  once: 'as a one-time purchase',
}

const base = ({ baseCents }: PricedCost, { currency }: PriceTerms) => money(baseCents, currency)

const overage = ({ overage }: PricedCost, { currency }: PriceTerms, names: PlanNames) => {
  const sum = overage.reduce((sum, line) => sum + line.amountCents, 0)
  const meters = overage.map(({ meter }) => meter)
  return `${money(sum, currency)} for extra ${list(meters, names, 'conjunction')}`
}

const list = (
  meters: readonly string[],
  names: PlanNames,
  type: Intl.ListFormatOptions['type'],
): string =>
  new Intl.ListFormat('en', { type }).format(meters.map((meter) => names.meters[meter] ?? meter))

/** The result in one sentence, which screen readers announce whenever it changes. */
export function verdict(
  { costs, cheapest }: { costs: PlanCost[]; cheapest: string | null },
  terms: PriceTerms,
  names: PlanNames,
): string {
  const cost = costs.find(({ plan }) => plan === cheapest)
  if (!cost) return 'No plan covers that much usage. Contact us and we’ll find a way.'
  const { amount, per } = totalText(cost, terms)
  const name = names.plans[cost.plan] ?? cost.plan
  const price = name === amount ? '' : `, ${amount}${per}`
  return `Best price for this usage: ${name}${price}.`
}
