import type { Limit, Plan, Price } from '@/lib/billing/catalog/schema'
import { lineAmount } from './decimal'

/**
 * What the cost of a plan depends on: the public part of it, as in `GET /api/plans`. This file runs
 * in the browser too, so it imports nothing heavy.
 */
export type PricedPlan = Pick<Plan, 'key' | 'rank'> & {
  custom?: boolean | undefined
  trialOnly?: boolean | undefined
  prices: Pick<Price, 'interval' | 'currency' | 'amountCents' | 'otherCurrencies'>[]
  limits: Record<string, Pick<Limit, 'included' | 'overageCents' | 'otherCurrencies'>>
}

/** A month's usage by meter, in whole units up to `maxUsage`. A missing meter counts as 0. */
export type Usage = Record<string, number>
export const maxUsage = 1_000_000_000

export type PriceTerms = { interval: Price['interval']; currency: string }

export type PlanCost =
  | PricedCost
  /** Sold by quote, or not sold in this currency or interval, or only as a trial. */
  | { kind: 'custom' | 'not_sold'; plan: string }

export type PricedCost = {
  kind: 'priced'
  plan: string
  /** The interval that is paid. May differ from the one asked for: see `priceFor`. */
  paid: Price['interval'] | 'never'
  /** In the smallest currency unit, for the interval asked for, or once. */
  baseCents: number
  overage: { meter: string; used: number; included: number; amountCents: number }[]
  totalCents: number
  /** Meters whose hard limit is below the usage. */
  exceeded: string[]
}

/**
 * Each plan's cost, in the given order. If two are equally cheap, `cheapest` is the higher plan.
 */
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

/** A one-time price can't be compared with a monthly one: that depends on how long users stay. */
const isComparable = (cost: PlanCost, { interval }: PriceTerms): boolean =>
  cost.kind === 'priced' &&
  cost.exceeded.length === 0 &&
  (cost.paid !== 'once' || interval === 'once')

/**
 * A plan's base price plus the overage of each meter. Limits are always per month, and each month's
 * overage is invoiced separately, rounded line by line as Stripe does. A year has twelve of those.
 */
export function planCost(plan: PricedPlan, usage: Usage, terms: PriceTerms): PlanCost {
  if (plan.custom) return { kind: 'custom', plan: plan.key }
  if (plan.trialOnly) return { kind: 'not_sold', plan: plan.key }
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
    // Without a recurring invoice there is nothing to add overage to.
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
 * The price that is paid under these terms. Falls back from yearly to monthly to one-time, never
 * from monthly to yearly. `null` if the plan isn't sold under them.
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

/** A price's amount in a currency; `undefined` if it isn't sold in it. */
export const amountIn = (
  price: PricedPlan['prices'][number],
  currency: string,
): number | undefined =>
  price.currency === currency ? price.amountCents : ownAmount(price.otherCurrencies, currency)

/**
 * A limit's overage price in a currency. `overageCents` is in the currency of the plan's prices.
 */
export const overageIn = (
  limit: PricedPlan['limits'][string],
  plan: Pick<PricedPlan, 'prices'>,
  currency: string,
): number | undefined =>
  (plan.prices[0]?.currency ?? currency) === currency
    ? limit.overageCents
    : ownAmount(limit.otherCurrencies, currency)

/** Reads own properties only, since the currency may come from a URL. */
const ownAmount = (
  amounts: Record<string, number> | undefined,
  currency: string,
): number | undefined =>
  amounts && Object.hasOwn(amounts, currency) ? amounts[currency] : undefined

/** The intervals that any plan is sold by, the shortest first. */
export const intervalsOf = (plans: readonly PricedPlan[]): Price['interval'][] =>
  (['month', 'year', 'once'] as const).filter((interval) =>
    plans.some((plan) => !plan.custom && plan.prices.some((price) => price.interval === interval)),
  )

/** The currencies that any plan is sold in, the most common one first. */
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
