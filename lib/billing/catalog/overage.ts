import type { Catalog, Plan } from './schema'

/** The Stripe price that bills the usage of one meter on one plan. */
export type MeteredPrice = {
  lookupKey: string
  plan: string
  meter: string
  /** Limits are monthly, also on a plan that is paid for a year, and so are the invoices for usage. */
  interval: 'month'
  currency: string
  /** Units that are free in each period. */
  included: number
  /** Price of each further unit. May be a fraction of a cent. */
  overageCents: number
  /** `overageCents` in other currencies. */
  otherCurrencies: Record<string, number>
}

/**
 * The metered prices of a plan. A subscription has an item for each, besides the plan's own price.
 */
export function meteredPrices(plan: Plan): MeteredPrice[] {
  const base = plan.prices.find(({ interval }) => interval !== 'once')
  return Object.entries(plan.limits).flatMap(([meter, limit]) => {
    const { meteredPrice, included, overageCents } = limit
    // `defineCatalog` refuses a metered price without these.
    if (!base) return []
    if (meteredPrice === undefined || overageCents === undefined || included === null) return []
    return [
      {
        lookupKey: meteredPrice,
        plan: plan.key,
        meter,
        interval: 'month' as const,
        currency: base.currency,
        included,
        overageCents,
        otherCurrencies: limit.otherCurrencies ?? {},
      },
    ]
  })
}

export const meteredLookupKeys = ({ limits }: Pick<Plan, 'limits'>): string[] =>
  Object.values(limits).flatMap(({ meteredPrice }) => meteredPrice ?? [])

/** Whether a plan bills usage at the end of a period, so that its last invoice may add a charge. */
export const billsUsage = (plan: Plan | undefined): boolean =>
  plan !== undefined && meteredLookupKeys(plan).length > 0

/**
 * What Stripe's portal can do with the plans of a catalog. It can't change a subscription with a
 * metered price, and would end one with the period that ends first: where usage is billed in the
 * months of a year, that is a month.
 * https://docs.stripe.com/changelog/basil/2025-07-30/cancel-at-enums (November 2026)
 */
export const inPortal = ({ plans }: Pick<Catalog, 'plans'>) => {
  const metered = plans.filter(billsUsage)
  return {
    subscription_update: metered.length === 0,
    subscription_cancel: !metered.some(({ prices }) =>
      prices.some(({ interval }) => interval === 'year'),
    ),
  }
}

/** The name of a meter's events at Stripe. Prefixed, as other applications may have meters too. */
export const meterEventName = (catalog: Pick<Catalog, 'name'>, meter: string) =>
  `${catalog.name.replaceAll('-', '_')}_${meter}`
