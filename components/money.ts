import type { Plan, Price } from '@/lib/billing/catalog'

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

/** The plan's price for an interval; where it isn't sold that way, the way it is sold. */
export const priceOf = (plan: Plan, interval: Price['interval']): Price | undefined =>
  plan.prices.find((price) => price.interval === interval) ?? plan.prices[0]

/** What a year costs less than twelve months; `null` where it doesn't. */
export function yearlySaving(plan: Plan): { amountCents: number; currency: string } | null {
  const month = plan.prices.find((price) => price.interval === 'month')
  const year = plan.prices.find((price) => price.interval === 'year')
  if (!month || !year || month.currency !== year.currency) return null
  const amountCents = 12 * month.amountCents - year.amountCents
  return amountCents > 0 ? { amountCents, currency: year.currency } : null
}

/** The largest saving that paying by the year gives on any plan, in whole percent, rounded down. */
export function bestSaving(plans: readonly Plan[]): number {
  const shares = plans.map((plan) => {
    const saving = yearlySaving(plan)
    const month = plan.prices.find((price) => price.interval === 'month')
    return saving && month ? saving.amountCents / (12 * month.amountCents) : 0
  })
  return Math.floor(100 * Math.max(0, ...shares))
}

function minorDigits(currency: string): number {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  return format.resolvedOptions().maximumFractionDigits ?? 2
}
