import { type Days, dateOf, dayMs, startOfDay } from './days'

/** One bar of a chart: what was used from `at` to the next one's `at`. */
export type HistoryPoint = { at: Date; value: number }

type Aggregation = 'sum' | 'last' | 'max'

/**
 * Every day of a range, from `from`'s to `to`'s. On a day without records a sum is 0, and a gauge
 * has the value that it had before.
 */
export const dailySeries = (
  days: Days,
  range: { from: Date; to: Date },
  aggregation: Aggregation,
): HistoryPoint[] =>
  series(range, dayMs, aggregation, (at) => days[dateOf(at)], lastBefore(days, range.from))

/** Every hour of a range. `hours` has the value of each by its start: `2026-03-14T09`. */
export const hourlySeries = (
  hours: Days,
  range: { from: Date; to: Date },
  aggregation: Aggregation,
): HistoryPoint[] =>
  series(range, hourMs, aggregation, (at) => hours[at.toISOString().slice(0, 13)], 0)

const hourMs = 3_600_000

function series(
  { from, to }: { from: Date; to: Date },
  step: number,
  aggregation: Aggregation,
  valueAt: (at: Date) => number | undefined,
  before: number,
): HistoryPoint[] {
  const points: HistoryPoint[] = []
  let last = before
  for (let at = from.getTime() - (from.getTime() % step); at <= to.getTime(); at += step) {
    const day = new Date(at)
    last = valueAt(day) ?? (aggregation === 'last' ? last : 0)
    points.push({ at: day, value: last })
  }
  return points
}

/** The newest value from before a day, for a gauge that didn't change on it. */
function lastBefore(days: Days, from: Date): number {
  const first = dateOf(from)
  const date = Object.keys(days)
    .filter((each) => each < first)
    .sort()
    .at(-1)
  return date === undefined ? 0 : (days[date] ?? 0)
}

/** Days as weeks of seven, counted from the newest, which may still run. The oldest may be short. */
export function weekly(points: readonly HistoryPoint[], aggregation: Aggregation): HistoryPoint[] {
  const weeks: HistoryPoint[] = []
  for (let end = points.length; end > 0; end -= 7) {
    const week = points.slice(Math.max(0, end - 7), end)
    const [first] = week
    if (first) weeks.unshift({ at: first.at, value: combined(week, aggregation) })
  }
  return weeks
}

const combined = (points: readonly HistoryPoint[], aggregation: Aggregation): number => {
  const values = points.map(({ value }) => value)
  switch (aggregation) {
    case 'sum':
      return values.reduce((total, value) => total + value, 0)
    case 'max':
      return Math.max(...values)
    case 'last':
      return values.at(-1) ?? 0
  }
}

/** The start of the day so many days before. */
export const daysBefore = (now: Date, days: number): Date =>
  new Date(startOfDay(now).getTime() - days * dayMs)
