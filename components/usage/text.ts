import { overageText } from '@/components/plans/text'
import { count } from '@/components/ui/dates'
import { money } from '@/components/ui/money'
import type { Limit, Meter, Plan } from '@/lib/billing/catalog/schema'
import { quantity } from '@/lib/billing/catalog/unit-text'
import type { UsageForecast } from '@/lib/billing/usage/forecast'
import type { UsageTrend } from '@/lib/billing/usage/trend'

const short = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' })
const hour = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  timeZone: 'UTC',
})
const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 0 })
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

/** `Mar 14`, in UTC. */
export const shortDate = (date: Date): string => short.format(date)

/** `Mar 14, 9 AM`, in UTC. */
export const hourText = (date: Date): string => hour.format(date)

/** `1.2K`: for an axis, where there is no room. */
export const compactText = (value: number): string => compact.format(value)

/** `12 days`, `5 hours`, `less than an hour`: how long until a moment. */
export function timeLeft(until: Date, now: Date): string {
  const hours = Math.floor((until.getTime() - now.getTime()) / 3_600_000)
  if (hours < 1) return 'less than an hour'
  if (hours < 48) return `${hours} ${hours === 1 ? 'hour' : 'hours'}`
  return `${Math.round(hours / 24)} days`
}

/** `82,140 of 100,000 calls`, `3 sources`. */
export const usedText = (used: number, included: number | null, { unit }: Pick<Meter, 'unit'>) =>
  included === null ? quantity(used, unit) : `${count(used)} of ${quantity(included, unit)}`

/** `About 118,000 calls by Apr 14, probably between 105,000 and 131,000.` */
export function forecastText(
  { expected, low, high }: UsageForecast,
  { unit }: Pick<Meter, 'unit'>,
  end: Date,
): string {
  const about = `About ${quantity(rounded(expected), unit)} by ${shortDate(end)}`
  const [least, most] = [rounded(low), rounded(high)]
  return least === most
    ? `${about}.`
    : `${about}, probably between ${count(least)} and ${count(most)}.`
}

/** To two digits: more of them would claim what no one knows. Small numbers stay as they are. */
export function rounded(value: number): number {
  if (value < 100) return Math.round(value)
  const step = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Math.round(value / step) * step
}

/** `12% more than at this point of the last period`. */
export function trendText({ change }: UsageTrend): string {
  if (Math.abs(change) < 0.01) return 'About as much as at this point of the last period'
  const amount = percent.format(Math.abs(change))
  return `${amount} ${change > 0 ? 'more' : 'less'} than at this point of the last period`
}

/** What happens beyond what is included, in one sentence. */
export function beyondText(
  limit: Limit,
  meter: Meter,
  plan: Plan,
  currency: string,
  resetsOn: Date,
): string {
  if (limit.included === null) return 'Unlimited on your plan.'
  const price = overageText(limit, meter, plan, currency)
  return price
    ? `Beyond what’s included: ${price}, on your next invoice.`
    : `At ${quantity(limit.included, meter.unit)} it stops until ${shortDate(resetsOn)}.`
}

/** `$2.14`: what usage beyond what is included costs so far. */
export const costText = (amountCents: number, currency: string): string =>
  money(amountCents, currency)
