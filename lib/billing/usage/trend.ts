import { type Days, msPerDay, type Span, startOfDay } from './days'
import { dayOf } from './tally'

/** How usage compares with the same time of the period before: 0.12 is 12% more. */
export type UsageTrend = { before: number; change: number }

/**
 * Compares what is used with what was used when the period before was as old. Of the day in which
 * that moment falls, its share counts. `null` if nothing is used yet, or if next to nothing was: a
 * percentage of that says nothing.
 */
export function usageTrend({
  used,
  included,
  period,
  previous,
  now,
}: {
  used: number
  /** By the plan; `null` means unlimited. */
  included: number | null
  period: Span
  /** The period before and its days; `null` if there was none. */
  previous: { period: Span; days: Days } | null
  now: Date
}): UsageTrend | null {
  if (!previous || used === 0) return null
  const age = now.getTime() - period.start.getTime()
  const until = Math.min(previous.period.start.getTime() + age, previous.period.end.getTime())
  let before = 0
  for (let at = startOfDay(previous.period.start).getTime(); at < until; at += msPerDay) {
    const begin = Math.max(at, previous.period.start.getTime())
    const end = Math.min(at + msPerDay, previous.period.end.getTime())
    const share = (Math.min(end, until) - begin) / (end - begin)
    before += share * (previous.days[dayOf(new Date(at))] ?? 0)
  }
  const least = Math.max(1, (included ?? 0) * leastShare)
  return before >= least ? { before: Math.round(before), change: used / before - 1 } : null
}

/** Less of what is included is next to nothing. */
const leastShare = 0.01
