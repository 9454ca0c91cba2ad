import type { Catalog, Plan, Price } from './schema'

/** The Stripe price that bills what is used of one meter on one plan. */
export type MeteredPrice = {
  lookupKey: string
  plan: string
  meter: string
  interval: Exclude<Price['interval'], 'once'>
  currency: string
  /** So much of each period is free. */
  included: number
  /** Of each unit beyond; may be a fraction of the smallest unit. */
  overageCents: number
}

/** A subscription to the plan has an item for each of these beside the plan's own price. */
export function meteredPrices(plan: Plan): MeteredPrice[] {
  const base = plan.prices.find(({ interval }) => interval !== 'once')
  return Object.entries(plan.limits).flatMap(([meter, limit]) => {
    const { meteredPrice, included, overageCents } = limit
    // A catalog with a metered price but without these is refused at start.
    if (!base || base.interval === 'once') return []
    if (meteredPrice === undefined || overageCents === undefined || included === null) return []
    return [
      {
        lookupKey: meteredPrice,
        plan: plan.key,
        meter,
        interval: base.interval,
        currency: base.currency,
        included,
        overageCents,
      },
    ]
  })
}

export const meteredLookupKeys = ({ limits }: Pick<Plan, 'limits'>): string[] =>
  Object.values(limits).flatMap(({ meteredPrice }) => meteredPrice ?? [])

/** Whether the last invoice of a plan may hold more than was paid: usage, billed when a period is over. */
export const billsUsage = (plan: Plan | undefined): boolean =>
  plan !== undefined && meteredLookupKeys(plan).length > 0

/** What a meter's events are called at Stripe, where other applications may have meters too. */
export const meterEventName = (catalog: Pick<Catalog, 'name'>, meter: string) =>
  `${catalog.name.replaceAll('-', '_')}_${meter}`
