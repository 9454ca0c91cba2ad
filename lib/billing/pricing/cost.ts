import type { Limit, Plan, Price } from '@/lib/billing/catalog/schema'
import { lineAmount } from './decimal'

/**
 * What plans cost for a month's usage. It runs in the browser too: it takes no more of a plan than
 * `GET /api/plans` gives away, and imports nothing heavy.
 */
export type PricedPlan = Pick<Plan, 'key' | 'rank'> & {
  custom?: boolean | undefined
  prices: Pick<Price, 'interval' | 'currency' | 'amountCents' | 'otherCurrencies'>[]
  limits: Record<string, Pick<Limit, 'included' | 'overageCents' | 'otherCurrencies'>>
}

/** A month's, by meter, in whole units, each at most `mostUsage`. What isn't named isn't used. */
export type Usage = Record<string, number>
export const maxUsage = 1_000_000_000

export type PriceTerms = { interval: Price['interval']; currency: string }

export type PlanCost =
  | PricedCost
  /** Sold by talking to people, or not in this currency or interval. */
  | { kind: 'custom' | 'not_sold'; plan: string }

export type PricedCost = {
  kind: 'priced'
  plan: string
  /** How it is paid, which may be another way than was asked for: see `priceFor`. */
  paid: Price['interval'] | 'never'
  /** In the smallest unit, for the interval asked for, or once. */
  baseCents: number
  overage: { meter: string; used: number; included: number; amountCents: number }[]
  totalCents: number
  /** Meters of which it includes too little, and sells no more. */
  exceeded: string[]
}

/** Each plan's cost, in the order given; of equally cheap ones the highest is the cheapest. */
export function compareCosts(
  plans: readonly PricedPlan[],
  usage: Usage,
  terms: PriceTerms,
): { costs: PlanCost[]; cheapest: string | null } {
  const costs = plans.map((plan) => planCost(plan, usage, terms))
  const rankOf = (key: string) => plans.find((plan) => plan.key === key)?.rank ?? 0
  const [cheapest] = costs
    .filter((cost): cost is PricedCost => isComparable(cost, terms))
    .sort((a, b) => a.totalCents - b.totalCents || rankOf(b.plan) - rankOf(a.plan))
  return { costs, cheapest: cheapest?.plan ?? null }
}

/** A price paid once is no cheaper or dearer than one a month: it depends on how long one stays. */
const isComparable = (cost: PlanCost, { interval }: PriceTerms): boolean =>
  cost.kind === 'priced' &&
  cost.exceeded.length === 0 &&
  (cost.paid !== 'once' || interval === 'once')

/**
 * The base price and, for each meter, what is beyond. Limits are a month's whatever the interval, and
 * each month's overage is invoiced for itself, rounded line by line as Stripe rounds: a year's is
 * twelve of those.
 */
export function planCost(plan: PricedPlan, usage: Usage, terms: PriceTerms): PlanCost {
  if (plan.custom) return { kind: 'custom', plan: plan.key }
  const price = priceFor(plan, terms)
  if (!price && plan.prices.length > 0) return { kind: 'not_sold', plan: plan.key }

  const paid = price?.interval ?? 'never'
  const isRenewed = paid === 'month' || paid === 'year'
  const months = terms.interval === 'year' ? 12 : 1
  const baseCents = (price?.amountCents ?? 0) * (paid === 'month' ? months : 1)
  const overage = []
  const exceeded = []
  for (const [meter, limit] of Object.entries(plan.limits)) {
    const used = Object.hasOwn(usage, meter) ? (usage[meter] ?? 0) : 0
    if (limit.included === null || used <= limit.included) continue
    // Where nothing is billed again, nothing can be billed on top.
    const each = isRenewed ? overageIn(limit, plan, terms.currency) : undefined
    if (each === undefined) {
      exceeded.push(meter)
      continue
    }
    const amountCents = lineAmount(used - limit.included, each) * months
    overage.push({ meter, used, included: limit.included, amountCents })
  }
  const totalCents = overage.reduce((sum, line) => sum + line.amountCents, baseCents)
  return { kind: 'priced', plan: plan.key, paid, baseCents, overage, totalCents, exceeded }
}

/**
 * The price that is paid under these terms: by the month where a year isn't sold, and once where
 * nothing else is. A year can't be bought for a month.
 */
export function priceFor(
  plan: Pick<PricedPlan, 'prices'>,
  { interval, currency }: PriceTerms,
): { interval: Price['interval']; amountCents: number } | null {
  const ways = { month: ['month', 'once'], year: ['year', 'month', 'once'], once: ['once'] }
  for (const way of ways[interval]) {
    for (const price of plan.prices) {
      const amountCents = price.interval === way ? amountIn(price, currency) : undefined
      if (amountCents !== undefined) return { interval: price.interval, amountCents }
    }
  }
  return null
}

/** A price in a currency; `undefined` where it isn't sold in it. */
export const amountIn = (
  price: PricedPlan['prices'][number],
  currency: string,
): number | undefined =>
  price.currency === currency ? price.amountCents : ownAmount(price.otherCurrencies, currency)

/** A limit's overage is in the currency of its plan's prices, and in others if it says so. */
export const overageIn = (
  limit: PricedPlan['limits'][string],
  plan: Pick<PricedPlan, 'prices'>,
  currency: string,
): number | undefined =>
  (plan.prices[0]?.currency ?? currency) === currency
    ? limit.overageCents
    : ownAmount(limit.otherCurrencies, currency)

/** A currency comes out of an address: it must not find what every object has. */
const ownAmount = (
  amounts: Record<string, number> | undefined,
  currency: string,
): number | undefined =>
  amounts && Object.hasOwn(amounts, currency) ? amounts[currency] : undefined

/** The intervals that anything is sold by, the shortest first. */
export const intervalsOf = (plans: readonly PricedPlan[]): Price['interval'][] =>
  (['month', 'year', 'once'] as const).filter((interval) =>
    plans.some((plan) => !plan.custom && plan.prices.some((price) => price.interval === interval)),
  )

/** The currencies that anything is sold in: first the one that most prices are made in. */
export function currenciesOf(plans: readonly Pick<PricedPlan, 'prices'>[]): string[] {
  const prices = plans.flatMap((plan) => plan.prices)
  const main = prices.map(({ currency }) => currency)
  const often = (currency: string) => main.filter((each) => each === currency).length
  const all = new Set(main.sort((a, b) => often(b) - often(a)))
  for (const { otherCurrencies = {} } of prices) {
    for (const currency of Object.keys(otherCurrencies)) all.add(currency)
  }
  return [...all]
}
