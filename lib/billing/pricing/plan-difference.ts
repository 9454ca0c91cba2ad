import type { Catalog, Plan, Price } from '@/lib/billing/catalog/schema'
import { amountIn, type PriceTerms, priceFor } from './cost'

/** What is different after a switch, for somebody who is deciding. Prices are list prices. */
export type PlanDifference = {
  direction: 'up' | 'down' | 'same'
  /** Features, by key, in the catalog's order. */
  gained: string[]
  lost: string[]
  /** Only meters whose limit differs. */
  limits: LimitChange[]
  price: PriceChange | null
}

export type LimitChange = {
  meter: string
  /** How much is included a month; `null` is no limit. */
  from: number | null
  to: number | null
  change: 'more' | 'less' | 'same'
  /** Whether more can be had for money, before and after. */
  overage: { from: boolean; to: boolean }
}

/** Both in the same currency; compared a year where one is by the month and the other by the year. */
export type PriceChange = {
  currency: string
  interval: Price['interval']
  fromCents: number
  toCents: number
}

/**
 * `paying` is the price that somebody pays now; `null` for who pays nothing. A price difference is
 * told where there is one to tell: not between once and every month.
 */
export function planDifference(
  from: Plan,
  to: Plan,
  catalog: Pick<Catalog, 'features' | 'meters'>,
  paying: { price: Price; quantity: number } | null,
  terms: PriceTerms,
): PlanDifference {
  const features = Object.keys(catalog.features)
  return {
    direction: to.rank > from.rank ? 'up' : to.rank < from.rank ? 'down' : 'same',
    gained: features.filter((key) => to.features.includes(key) && !from.features.includes(key)),
    lost: features.filter((key) => from.features.includes(key) && !to.features.includes(key)),
    limits: Object.keys(catalog.meters).flatMap((meter) => limitChange(meter, from, to)),
    price: paying && priceChange(paying, to, terms),
  }
}

/** A meter that a plan says nothing of is one that it includes none of. */
function limitChange(meter: string, fromPlan: Plan, toPlan: Plan): LimitChange[] {
  const [before, after] = [fromPlan.limits[meter], toPlan.limits[meter]]
  const from = before ? before.included : 0
  const to = after ? after.included : 0
  const overage = {
    from: before?.overageCents !== undefined,
    to: after?.overageCents !== undefined,
  }
  if (from === to && overage.from === overage.to) return []
  const size = (included: number | null) => included ?? Number.POSITIVE_INFINITY
  const change = size(to) > size(from) ? 'more' : size(to) < size(from) ? 'less' : 'same'
  return [{ meter, from, to, change, overage }]
}

function priceChange(
  { price, quantity }: { price: Price; quantity: number },
  to: Plan,
  { interval, currency }: PriceTerms,
): PriceChange | null {
  const now = amountIn(price, currency)
  const then =
    to.prices.length === 0 ? { interval, amountCents: 0 } : priceFor(to, { interval, currency })
  if (now === undefined || !then || to.custom) return null
  if ((price.interval === 'once') !== (then.interval === 'once')) return null
  const span = price.interval === then.interval ? price.interval : 'year'
  const times = (paid: Price['interval']) => (paid === 'month' && span === 'year' ? 12 : 1)
  return {
    currency,
    interval: span,
    fromCents: now * times(price.interval) * quantity,
    toCents: then.amountCents * times(then.interval) * quantity,
  }
}
