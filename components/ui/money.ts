import type { Plan, Price } from '@/lib/billing/catalog/catalog'
import { amountIn } from '@/lib/billing/pricing/cost'

/** `$49`, `$4.90`, `¥500`: cents only where there are some, as a price tag has it. */
export function money(amountCents: number, currency: string): string {
  const digits = minorDigits(currency)
  const amount = amountCents / 10 ** digits
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: Number.isInteger(amount) ? 0 : digits,
    maximumFractionDigits: Number.isInteger(amountCents) ? digits : 6,
  }).format(amount)
}

/** `a month`, `a year`, `once`. */
export const per = (interval: Price['interval']): string =>
  interval === 'once' ? 'once' : `a ${interval}`

/**
 * The plan's price for an interval, in a currency if one is named; where it isn't sold that way, the
 * way it is sold.
 */
export function priceOf(
  plan: Plan,
  interval: Price['interval'],
  currency?: string,
): Price | undefined {
  const meant = plan.prices.filter((price) => price.interval === interval)
  const all = [...meant, ...plan.prices]
  const inCurrency = all.flatMap((price) => {
    const amountCents = currency === undefined ? undefined : amountIn(price, currency)
    return currency === undefined || amountCents === undefined
      ? []
      : [{ ...price, currency, amountCents }]
  })
  return inCurrency[0] ?? all[0]
}

/** What a year costs less than twelve months; `null` where it doesn't. */
export function yearlySaving(
  plan: Plan,
  currency = plan.prices[0]?.currency ?? '',
): { amountCents: number; currency: string } | null {
  const [month, year] = (['month', 'year'] as const).map((interval) =>
    exact(plan, interval, currency),
  )
  if (month === undefined || year === undefined) return null
  const amountCents = 12 * month - year
  return amountCents > 0 ? { amountCents, currency } : null
}

/** The largest saving that paying by the year gives on any plan, in whole percent, rounded down. */
export function bestSaving(plans: readonly Plan[], currency?: string): number {
  const shares = plans.map((plan) => {
    const saving = yearlySaving(plan, currency)
    const month = saving && exact(plan, 'month', saving.currency)
    return saving && month ? saving.amountCents / (12 * month) : 0
  })
  return Math.floor(100 * Math.max(0, ...shares))
}

const exact = (plan: Plan, interval: Price['interval'], currency: string) =>
  plan.prices
    .filter((price) => price.interval === interval)
    .map((price) => amountIn(price, currency))
    .find((amountCents) => amountCents !== undefined)

/** How many digits a currency has after the point: 2, or 0 for yen. */
export function minorDigits(currency: string): number {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  return format.resolvedOptions().maximumFractionDigits ?? 2
}
