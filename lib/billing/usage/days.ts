/** How much was used on each day, by its date in UTC: `{ '2026-03-14': 120 }`. */
export type Days = Readonly<Record<string, number>>

/** From its first moment to the first one after it. */
export type Span = { start: Date; end: Date }

export const dayMs = 86_400_000

/** The date of a moment, in UTC: `2026-03-14`. */
export const dateOf = (moment: Date): string => moment.toISOString().slice(0, 10)

/** The first moment of a moment's day, in UTC. */
export const startOfDay = (moment: Date): Date =>
  new Date(moment.getTime() - (moment.getTime() % dayMs))

/** Merges the days of several counters. The day on which a period ends is on two of them. */
export function mergeDays(counters: readonly Days[], isSum: boolean): Days {
  const merged: Record<string, number> = {}
  // A counter's later value of a gauge replaces an earlier counter's, so the oldest comes first.
  for (const days of counters) {
    for (const [date, value] of Object.entries(days)) {
      merged[date] = isSum ? (merged[date] ?? 0) + value : value
    }
  }
  return merged
}
