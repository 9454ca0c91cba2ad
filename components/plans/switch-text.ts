import { count } from '@/components/ui/dates'
import { money, per } from '@/components/ui/money'
import type { Catalog } from '@/lib/billing/catalog/catalog'
import type { LimitChange, PriceChange } from '@/lib/billing/pricing/switch'

/** `$30 a month more: $79 instead of $49`. */
export function priceChangeWords({ currency, interval, fromCents, toCents }: PriceChange): string {
  if (fromCents === toCents) return `The same price: ${money(toCents, currency)} ${per(interval)}`
  const difference = money(Math.abs(toCents - fromCents), currency)
  const which = toCents > fromCents ? 'more' : 'less'
  return `${difference} ${per(interval)} ${which}: ${money(toCents, currency)} instead of ${money(fromCents, currency)}`
}

/** `API calls: 100,000 instead of 10,000`. */
export function limitChangeWords(change: LimitChange, { meters }: Pick<Catalog, 'meters'>): string {
  const name = meters[change.meter]?.name ?? change.meter
  const { from, to } = change.overage
  const more =
    from === to || change.to === null ? '' : to ? '; more can be had' : '; no more can be had'
  return change.change === 'same'
    ? `${name}: ${amount(change.to)} as before${more}`
    : `${name}: ${amount(change.to)} instead of ${amount(change.from)}${more}`
}

const amount = (included: number | null): string =>
  included === null ? 'unlimited' : included === 0 ? 'none' : count(included)
