import { count } from '@/components/ui/dates'
import { money, priceText } from '@/components/ui/money'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { LimitChange, PriceChange } from '@/lib/billing/pricing/plan-difference'

/** `$79/month ($30 more)`. */
export function priceChangeText({ currency, interval, fromCents, toCents }: PriceChange): string {
  const price = priceText({ amountCents: toCents, currency, interval })
  if (fromCents === toCents) return `${price} (same price)`
  const difference = money(Math.abs(toCents - fromCents), currency)
  return `${price} (${difference} ${toCents > fromCents ? 'more' : 'less'})`
}

/** `API calls: 100,000 (up from 10,000)`. */
export function limitChangeText(change: LimitChange, { meters }: Pick<Catalog, 'meters'>): string {
  const name = meters[change.meter]?.name ?? change.meter
  const { from, to } = change.overage
  const overage =
    from === to || change.to === null ? '' : to ? '; overage available' : '; no overage'
  const comparison = {
    same: 'same',
    more: `up from ${amount(change.from)}`,
    less: `down from ${amount(change.from)}`,
  }[change.change]
  return `${name}: ${amount(change.to)} (${comparison})${overage}`
}

const amount = (included: number | null): string =>
  included === null ? 'unlimited' : included === 0 ? 'none' : count(included)
