import type { Aggregation } from '@/lib/billing/catalog/schema'
import { msPerDay } from './days'

/** One bar of a chart: what was used from `at` to the next one's `at`. */
export type SeriesPoint = { at: Date; value: number }

const stepMs = { hour: 3_600_000, day: msPerDay }

/**
 * Every hour or day of a range, from `from`'s to `to`'s, in UTC. Where nothing was recorded, a sum is
 * 0, and a gauge keeps the value that it had before, which may be from before the range.
 */
export function fillSeries(
  recorded: readonly { start: Date; quantity: number }[],
  { from, to }: { from: Date; to: Date },
  step: keyof typeof stepMs,
  aggregation: Aggregation,
): SeriesPoint[] {
  const ms = stepMs[step]
  const first = from.getTime() - (from.getTime() % ms)
  const values = new Map(recorded.map(({ start, quantity }) => [start.getTime(), quantity]))
  let last = recorded.findLast(({ start }) => start.getTime() < first)?.quantity ?? 0
  const points: SeriesPoint[] = []
  for (let at = first; at <= to.getTime(); at += ms) {
    const value = values.get(at) ?? (aggregation === 'last' ? last : 0)
    points.push({ at: new Date(at), value })
    last = value
  }
  return points
}

/** Days as weeks of seven, counted from the newest, which may still run. The oldest may be short. */
export function weekly(points: readonly SeriesPoint[], aggregation: Aggregation): SeriesPoint[] {
  const weeks: SeriesPoint[] = []
  for (let end = points.length; end > 0; end -= 7) {
    const week = points.slice(Math.max(0, end - 7), end)
    const [first] = week
    if (first) weeks.unshift({ at: first.at, value: combined(week, aggregation) })
  }
  return weeks
}

function combined(points: readonly SeriesPoint[], aggregation: Aggregation): number {
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
