import { count } from '@/components/ui/dates'
import { money, priceText } from '@/components/ui/money'
import type { Catalog, Meter } from '@/lib/billing/catalog/schema'
import { quantity } from '@/lib/billing/catalog/unit-text'
import type { LimitChange, PriceChange } from '@/lib/billing/pricing/plan-difference'
import { isNamedByUnit } from './text'

/** `$79/month ($30 more)`. */
export function priceChangeText({ currency, interval, fromCents, toCents }: PriceChange): string {
  const price = priceText({ amountCents: toCents, currency, interval })
  if (fromCents === toCents) return `${price} (same price)`
  const difference = money(Math.abs(toCents - fromCents), currency)
  return `${price} (${difference} ${toCents > fromCents ? 'more' : 'less'})`
}

/** `API calls: 100,000 (up from 10,000)`, `Storage: 100 GB (up from 10 GB)`. */
export function limitChangeText(change: LimitChange, { meters }: Pick<Catalog, 'meters'>): string {
  const meter = meters[change.meter]
  const name = meter?.name ?? change.meter
  const { from, to } = change.overage
  const overage =
    from === to || change.to === null ? '' : to ? '; overage available' : '; no overage'
  const comparison = {
    same: 'same',
    more: `up from ${amount(change.from, meter)}`,
    less: `down from ${amount(change.from, meter)}`,
  }[change.change]
  return `${name}: ${amount(change.to, meter)} (${comparison})${overage}`
}

function amount(included: number | null, meter: Meter | undefined): string {
  if (included === null) return 'unlimited'
  if (included === 0) return 'none'
  return meter && !isNamedByUnit(meter) ? quantity(included, meter.unit) : count(included)
}
