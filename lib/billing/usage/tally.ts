import type { Aggregation } from '@/lib/billing/catalog/schema'

/** The part of a counter that its records make. */
export type Tally = {
  total: number
  newest: string | null
  days: Record<string, number>
  hours: Record<string, number>
}

type Entry = { id: string; quantity: number; at: Date }

/** How many hours are counted by the hour. */
const hourlyHours = 48

/**
 * Adds entries to a tally, which isn't changed. `last` keeps the value with the newest time, and of
 * two with the same time that with the higher id, so that the order of arrival never matters.
 */
export function tallied(
  tally: Tally,
  aggregation: Aggregation,
  entries: readonly Entry[],
  now: Date,
): Tally {
  const next = { ...tally, days: { ...tally.days }, hours: { ...tally.hours } }
  for (const entry of [...entries].sort((a, b) => (ageKey(a) < ageKey(b) ? -1 : 1))) {
    const isNewest = next.newest === null || ageKey(entry) > next.newest
    if (aggregation !== 'last' || isNewest) {
      next.total = merged(aggregation, next.total, entry.quantity)
      if (aggregation === 'last') next.newest = ageKey(entry)
    }
    const note = (counts: Record<string, number>, key: string) => {
      const before = counts[key]
      if (before === undefined) counts[key] = entry.quantity
      else if (aggregation !== 'last' || isNewest) {
        counts[key] = merged(aggregation, before, entry.quantity)
      }
    }
    note(next.days, dayOf(entry.at))
    if (isHourly(entry.at, now)) note(next.hours, hourOf(entry.at))
  }
  return next
}

function merged(aggregation: Aggregation, before: number, quantity: number): number {
  switch (aggregation) {
    case 'sum':
      return before + quantity
    case 'max':
      return Math.max(before, quantity)
    case 'last':
      return quantity
  }
}

/** Sorts by time, then by id. */
export const ageKey = ({ at, id }: { at: Date; id: string }) => `${at.toISOString()}#${id}`

/** The day in UTC: `2026-03-01`. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** The hour in UTC: `2026-03-01T09`. */
export const hourOf = (at: Date): string => at.toISOString().slice(0, 13)

export const isHourly = (at: Date, now: Date): boolean =>
  now.getTime() - at.getTime() <= hourlyHours * 3_600_000

/** The hours that are too old to be kept. */
export const oldHours = (hours: Record<string, number>, now: Date): string[] => {
  const first = hourOf(new Date(now.getTime() - hourlyHours * 3_600_000))
  return Object.keys(hours).filter((hour) => hour < first)
}
