import { decimalsOf, formatOf } from 'stripe-currencies'
import type { Plan, Price } from '@/lib/billing/catalog/schema'
import { amountIn } from '@/lib/billing/pricing/cost'

/** `$49`, `$4.90`, `¥500`: without cents if there are none, like a price tag. */
export function money(amountCents: number, currency: string): string {
  const decimals = decimalsOf(currency)
  const amount = amountCents / 10 ** decimals
  const fewest = Number.isInteger(amount) ? 0 : decimals
  const most = Number.isInteger(amountCents) ? decimals : 6
  return formatOf(currency, fewest, most).format(amount)
}

/** `$49/month`, `$490/year`, `$199 one-time`. */
export const priceText = ({
  amountCents,
  currency,
  interval,
}: Pick<Price, 'amountCents' | 'currency' | 'interval'>): string =>
  `${money(amountCents, currency)}${per(interval)}`

/** What follows an amount: `/month`, `/year`, ` one-time`. */
export const per = (interval: Price['interval']): string =>
  interval === 'once' ? ' one-time' : `/${interval}`

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
