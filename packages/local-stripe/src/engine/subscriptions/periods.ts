import { periodAround } from '../world/calendar'
import { invalid } from '../world/errors'
import { share } from '../world/money'
import type { InvoiceLine, Price, SubscriptionItem } from '../world/types'

export interface Period {
  start: number
  end: number
}

/** The whole period of a price around a moment, counted from the anchor. */
export const naturalPeriod = (price: Price, anchor: number, moment: number): Period =>
  periodAround(
    anchor,
    price.recurring?.interval ?? 'month',
    price.recurring?.interval_count ?? 1,
    moment,
  )

/** A period that a cancellation cuts short. */
export const cutAt = (period: Period, cancelAt: number | null): Period =>
  cancelAt !== null && cancelAt > period.start && cancelAt < period.end
    ? { ...period, end: cancelAt }
    : period

/** The lines of a whole period, as far as `period` is only a part of it. */
export function partOf(lines: InvoiceLine[], period: Period, whole: Period): InvoiceLine[] {
  const [part, all] = [period.end - period.start, whole.end - whole.start]
  if (part === all) return lines
  return lines.map((line) => {
    const amount = share(line.amount, part, all)
    return { ...line, amount, subtotal: amount }
  })
}

/**
 * Refuses items whose intervals can't be combined. In classic billing mode all have the same one. In
 * flexible billing mode each is a multiple of the shortest.
 */
export function checkIntervals(mode: string, items: SubscriptionItem[]): void {
  const lengths = items.map(({ price }) => lengthOf(price))
  const [first] = lengths
  const same = lengths.every((each) => each.unit === first?.unit && each.count === first.count)
  if (same) return
  if (mode === 'classic') {
    throw invalid(
      'All prices on a subscription must have the same `recurring.interval` and `recurring.interval_count`. If you meant to update an existing subscription item instead of creating a new one, make sure to include the subscription item ID in your request. See examples at https://stripe.com/docs/billing/subscriptions/upgrading-downgrading#changing.',
      'items',
    )
  }
  const days = lengths.filter((each) => each.unit === 'day').map((each) => each.count)
  const months = lengths.filter((each) => each.unit === 'month').map((each) => each.count)
  const shortest = Math.min(...(days.length > 0 ? days : months))
  const fits =
    days.length > 0 && months.length > 0
      ? shortest === 1 && days.every((each) => each % shortest === 0)
      : [...days, ...months].every((each) => each % shortest === 0)
  if (fits) return
  throw invalid(
    'The interval of each price on a subscription must be a multiple of the shortest interval on it.',
    'items',
  )
}

function lengthOf({ recurring }: Price): { unit: 'day' | 'month'; count: number } {
  const { interval = 'month', interval_count = 1 } = recurring ?? {}
  switch (interval) {
    case 'day':
      return { unit: 'day', count: interval_count }
    case 'week':
      return { unit: 'day', count: 7 * interval_count }
    case 'year':
      return { unit: 'month', count: 12 * interval_count }
    default:
      return { unit: 'month', count: interval_count }
  }
}
