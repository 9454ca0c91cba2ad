import type { Catalog, Plan, Price } from '@/lib/billing/catalog/schema'
import { amountIn, type PriceTerms, priceFor } from './cost'

/** How two plans differ, for a user who considers a change. Prices are list prices. */
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
  /** Included units per month; `null` means unlimited. */
  from: number | null
  to: number | null
  change: 'more' | 'less' | 'same'
  /** Whether overage is sold, before and after. */
  overage: { from: boolean; to: boolean }
}

/** Both amounts in one currency. A monthly and a yearly price are compared per year. */
export type PriceChange = {
  currency: string
  interval: Price['interval']
  fromCents: number
  toCents: number
}

/**
 * Compares two plans. `paying` is the price that the user pays now; `null` if they pay nothing. No
 * price difference is given between a one-time and a recurring price.
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

/** The difference of one meter's limit. A plan without the meter includes 0 units. */
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
