import { count } from '@/components/ui/dates'
import { money } from '@/components/ui/money'
import { quantity, singular } from '@/lib/billing/catalog/unit-text'
import { unitPrice } from '@/lib/billing/pricing/unit-price'
import type { UsageForecast } from '@/lib/billing/usage/forecast'
import type { UsageTrend } from '@/lib/billing/usage/trend'
import type { ShownMeter } from './types'

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

/** `82,140 of 100,000 calls`, `3 sources`, `Not included`. */
export function usedText({
  used,
  included,
  overage,
  unit,
}: Pick<ShownMeter, 'used' | 'included' | 'overage' | 'unit'>): string {
  if (included) return `${count(used)} of ${quantity(included, unit)}`
  const amount = quantity(used, unit)
  if (included === null || overage) return amount
  return used > 0 ? `${amount}, not included` : 'Not included'
}

/** What the large number of a meter is of: `of 100,000 calls`. */
export function allowanceText({
  included,
  overage,
  unit,
}: Pick<ShownMeter, 'included' | 'overage' | 'unit'>): string {
  if (included) return `of ${quantity(included, unit)}`
  if (included === null) return `${unit}, unlimited`
  return overage ? unit : `${unit}, not included`
}

/** `About 120,000 calls` and `100,000 to 130,000`; `null` where nothing is expected. */
export function forecastText(
  { expected, low, high }: UsageForecast,
  unit: string,
): { expected: string; band: string | null } | null {
  if (expected <= 0) return null
  const [least, most] = [rounded(low), rounded(high)]
  return {
    expected: `About ${quantity(rounded(expected), unit)}`,
    band: least === most ? null : `${count(least)} to ${count(most)}`,
  }
}

/** To two digits: more of them would claim what no one knows. Small numbers stay as they are. */
export function rounded(value: number): number {
  if (value < 100) return Math.round(value)
  const step = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Math.round(value / step) * step
}

/** `12% more`, than at this point of the last period. */
export function trendText({ change }: UsageTrend): string {
  if (Math.abs(change) < 0.01) return 'About the same'
  // A percentage of nearly nothing says little.
  if (change >= 9) return 'More than 10 times as much'
  // A little is not nothing: that would be 100% less.
  return change > 0
    ? `${percent.format(change)} more`
    : `${percent.format(Math.min(-change, 0.99))} less`
}

/** `$1 per 1,000 calls`. */
export function unitPriceText(
  { cents, currency }: NonNullable<ShownMeter['overage']>,
  unit: string,
): string {
  const price = unitPrice(cents)
  const each = price.units === 1 ? singular(unit) : quantity(price.units, unit)
  return `${money(price.cents, currency)} per ${each}`
}

/** What happens beyond what the plan includes, in one sentence. */
export function beyondText(
  { included, overage, unit, resetsAt, aggregation }: ShownMeter,
  planName: string,
): string {
  if (included === null) return 'Unlimited on your plan.'
  if (included === 0 && !overage) return `Not included in ${planName}.`
  if (overage) {
    return `Beyond what’s included: ${unitPriceText(overage, unit)}, on your next invoice.`
  }
  const most = quantity(included, unit)
  return aggregation === 'last'
    ? `Your plan has room for ${most}.`
    : `At ${most} it stops until ${shortDate(new Date(resetsAt))}.`
}
