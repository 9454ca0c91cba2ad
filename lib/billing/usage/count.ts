import type { Aggregation } from '@/lib/billing/catalog/schema'

/** What a counter says about its limit. */
export type Count = {
  aggregation: Aggregation
  total: number
  /** In addition to a `sum`; what other meters open with is in `total`. */
  opening: number
  held: number
}

/** What counts against the limit, without what is held. */
export const usedOf = ({ aggregation, total, opening }: Omit<Count, 'held'>): number =>
  aggregation === 'sum' ? opening + total : total

/** How much more fits below a limit; `null` if there is none. Never negative. */
export const roomIn = (count: Count, limit: number | null): number | null =>
  limit === null ? null : Math.max(0, limit - usedOf(count) - count.held)

/** The highest count that can be stored exactly: it stands in for no limit. */
export const ceilingOf = (limit: number | null): number => limit ?? Number.MAX_SAFE_INTEGER

/**
 * Whether a counter may go from one count to another. It may always go down, for example after a
 * downgrade, when the count is above the new limit.
 */
export const admitsCount = (from: number, to: number, limit: number | null): boolean =>
  to <= from || to <= ceilingOf(limit)

/** Picks the entries that fit below the limit, in their order: a large one may leave room for others. */
export function fitting<Entry extends { quantity: number }>(
  count: Count,
  entries: readonly Entry[],
  limit: number | null,
): Entry[] {
  if (count.aggregation !== 'sum') {
    return entries.filter(({ quantity }) => admitsCount(count.total, quantity, limit))
  }
  let room = ceilingOf(limit) - usedOf(count) - count.held
  return entries.filter(({ quantity }) => {
    if (quantity > room) return false
    room -= quantity
    return true
  })
}
