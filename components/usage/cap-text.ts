import { money } from '@/components/ui/money'
import { noMore, quantity } from '@/lib/billing/catalog/unit-text'
import { shortDate } from './text'
import type { ShownCap, ShownMeter } from './types'

/** What the user's cap is, in one line. */
export function capText({ cap, overage }: ShownMeter): string {
  if (!cap || !overage) return 'No spending cap'
  const amount = money(cap.cents, overage.currency)
  return cap.mode === 'stop' ? `Stops at ${amount} of extra usage` : `Tells you at ${amount}`
}

/** What a cap does, before it is saved: how much fits, and what happens then. */
export function capEffect(mode: ShownCap['mode'], cents: number, meter: ShownMeter): string {
  const { overage, included, unit, resetsAt, name } = meter
  if (!overage) return ''
  const amount = money(cents, overage.currency)
  const units = quantity(Math.floor(cents / overage.cents + 1e-9), unit)
  return mode === 'stop'
    ? `Beyond the ${quantity(included ?? 0, unit)} that your plan includes, ${units} more can be used each period. Then ${noMore(name)} accepted until the next one, now until ${shortDate(new Date(resetsAt))}.`
    : `We’ll email you at 50, 80 and 100% of ${amount}. Nothing stops.`
}

/** What a user typed, in the currency's smallest unit; `null` if it is no amount of money. */
export function centsOf(typed: string, decimals: number): number | null {
  const text = typed
    .trim()
    .replace(/^[^\d-]{0,3}(?=\d)/, '')
    .replace(/(\d)[, ](?=\d{3}\b)/g, '$1')
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(text)) return null
  const cents = Math.round(Number(text) * 10 ** decimals)
  return cents <= mostCents ? cents : null
}

const mostCents = 100_000_000
