import type { Aggregation } from '@/lib/billing/catalog/schema'
import type { Days, Span } from './days'
import { type UsageForecast, usageForecast } from './forecast'
import { type UsageTrend, usageTrend } from './trend'

/** A period of a meter, and what was used on each of its days. */
export type PeriodDays = { period: Span; days: Days }

/** Where a meter is going: the forecast for the period's end, and how it compares with the last one. */
export type UsageOutlook = { forecast: UsageForecast | null; trend: UsageTrend | null }

/**
 * The outlook of a meter whose usage adds up. A gauge, such as storage, has none: what it will be
 * doesn't follow from how much was stored on each day.
 */
export function usageOutlook({
  aggregation,
  used,
  included,
  current,
  earlier,
  createdAt,
  now,
}: {
  aggregation: Aggregation
  used: number
  /** By the plan; `null` means unlimited. */
  included: number | null
  current: PeriodDays
  /** The periods before, the last one first. */
  earlier: readonly PeriodDays[]
  /** When the account was. */
  createdAt: Date
  now: Date
}): UsageOutlook {
  if (aggregation !== 'sum') return { forecast: null, trend: null }
  const days = addDays([current, ...earlier].map((each) => each.days))
  const [firstDay = createdAt.toISOString()] = Object.keys(days).sort()
  return {
    forecast: usageForecast({
      used,
      days,
      period: current.period,
      // Late records may be about a time before the account.
      since: new Date(Math.min(createdAt.getTime(), Date.parse(firstDay))),
      now,
    }),
    trend: usageTrend({
      used,
      included,
      period: current.period,
      previous: earlier[0] ?? null,
      now,
    }),
  }
}

/** The day in which a period ends is in two of them. */
function addDays(parts: readonly Days[]): Days {
  const all: Record<string, number> = {}
  for (const days of parts) {
    for (const [date, value] of Object.entries(days)) all[date] = (all[date] ?? 0) + value
  }
  return all
}
