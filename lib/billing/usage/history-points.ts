import type { Aggregation } from '@/lib/billing/catalog/schema'
import { dayOf, hourOf } from './tally'

export type HistoryStep = 'hour' | 'day'
export type HistoryPoint = { start: Date; quantity: number }

type Counts = { days: Record<string, number>; hours: Record<string, number> }

/**
 * The days or hours of several counters, the earliest first. A day in which a period ends is in two
 * counters: sums add up, and of values the later counter's stands.
 */
export function historyOf(
  counters: readonly Counts[],
  aggregation: Aggregation,
  { from, to, step }: { from: Date; to: Date; step: HistoryStep },
): HistoryPoint[] {
  const keyOf = step === 'hour' ? hourOf : dayOf
  const [first, last] = [keyOf(from), keyOf(to)]
  const merged = new Map<string, number>()
  for (const counter of counters) {
    for (const [key, count] of Object.entries(step === 'hour' ? counter.hours : counter.days)) {
      if (key < first || key > last) continue
      merged.set(key, joined(aggregation, merged.get(key) ?? 0, count))
    }
  }
  return [...merged]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, quantity]) => ({ start: startOf(key), quantity }))
}

function joined(aggregation: Aggregation, before: number, count: number): number {
  if (aggregation === 'sum') return before + count
  return aggregation === 'max' ? Math.max(before, count) : count
}

const startOf = (key: string) => new Date(key.includes('T') ? `${key}:00:00.000Z` : key)
