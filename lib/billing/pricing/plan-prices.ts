import type { Plan, Price } from '@/lib/billing/catalog/schema'
import { amountIn } from './cost'

/** The plan's price for an interval and currency, or its first price if it isn't sold that way. */
export function priceOf(
  plan: Plan,
  interval: Price['interval'],
  currency?: string,
): Price | undefined {
  const matching = plan.prices.filter((price) => price.interval === interval)
  const all = [...matching, ...plan.prices]
  const inCurrency = all.flatMap((price) => {
    const amountCents = currency === undefined ? undefined : amountIn(price, currency)
    return currency === undefined || amountCents === undefined
      ? []
      : [{ ...price, currency, amountCents }]
  })
  return inCurrency[0] ?? all[0]
}

/** How much less a year costs than twelve months; `null` if it doesn't cost less. */
export function yearlySaving(
  plan: Plan,
  currency = plan.prices[0]?.currency ?? '',
): { amountCents: number; currency: string } | null {
  const [month, year] = (['month', 'year'] as const).map((interval) =>
    exactAmount(plan, interval, currency),
  )
  if (month === undefined || year === undefined) return null
  const amountCents = 12 * month - year
  return amountCents > 0 ? { amountCents, currency } : null
}

/**
 * The largest saving of yearly over monthly billing on any plan, in whole percent, rounded down.
 */
export function bestSaving(plans: readonly Plan[], currency?: string): number {
  const shares = plans.map((plan) => {
    const saving = yearlySaving(plan, currency)
    const month = saving && exactAmount(plan, 'month', saving.currency)
    return saving && month ? saving.amountCents / (12 * month) : 0
  })
  return Math.floor(100 * Math.max(0, ...shares))
}

const exactAmount = (plan: Plan, interval: Price['interval'], currency: string) =>
  plan.prices
    .filter((price) => price.interval === interval)
    .map((price) => amountIn(price, currency))
    .find((amountCents) => amountCents !== undefined)
