import type { Catalog, Plan, Price } from './schema'

/** The Stripe price that bills the usage of one meter on one plan. */
export type MeteredPrice = {
  lookupKey: string
  plan: string
  meter: string
  interval: Exclude<Price['interval'], 'once'>
  currency: string
  /** Units that are free in each period. */
  included: number
  /** Price of each further unit. May be a fraction of a cent. */
  overageCents: number
}

/**
 * The metered prices of a plan. A subscription has an item for each, besides the plan's own price.
 */
export function meteredPrices(plan: Plan): MeteredPrice[] {
  const base = plan.prices.find(({ interval }) => interval !== 'once')
  return Object.entries(plan.limits).flatMap(([meter, limit]) => {
    const { meteredPrice, included, overageCents } = limit
    // `defineCatalog` refuses a metered price without these.
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

/** Whether a plan bills usage at the end of a period, so that its last invoice may add a charge. */
export const billsUsage = (plan: Plan | undefined): boolean =>
  plan !== undefined && meteredLookupKeys(plan).length > 0

/** The name of a meter's events at Stripe. Prefixed, as other applications may have meters too. */
export const meterEventName = (catalog: Pick<Catalog, 'name'>, meter: string) =>
  `${catalog.name.replaceAll('-', '_')}_${meter}`
