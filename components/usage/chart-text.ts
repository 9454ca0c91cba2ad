import { quantity } from '@/lib/billing/catalog/unit-text'
import { msPerDay } from '@/lib/billing/usage/days'
import { hourText, shortDate } from './text'

/** A point of a chart as it comes from the server: `at` is ISO 8601. */
export type ChartPoint = { at: string; value: number }
export type ChartStep = 'hour' | 'day' | 'week'

export type ChartRange = { from: Date; to: Date; step: ChartStep }

/** What a chart can show: the hours and the days of which a history is kept. */
export const chartSpans = {
  hours: { name: '48 hours', step: 'hour', ms: 47 * 3_600_000 },
  days: { name: '30 days', step: 'day', ms: 29 * msPerDay },
  weeks: { name: '1 year', step: 'week', ms: 363 * msPerDay },
} as const
export type ChartSpan = keyof typeof chartSpans

export const rangeOf = (span: ChartSpan, now: Date): ChartRange => {
  const { step, ms } = chartSpans[span]
  return { from: new Date(now.getTime() - ms), to: now, step }
}

/** `Mar 3`, `Mar 3, 9 AM`, `Week of Mar 3`. */
export function pointName({ at }: ChartPoint, step: ChartStep): string {
  const date = new Date(at)
  if (step === 'hour') return hourText(date)
  return step === 'day' ? shortDate(date) : `Week of ${shortDate(date)}`
}

/** `Mar 3: 1,204 calls`. */
export const pointText = (point: ChartPoint, step: ChartStep, unit: string): string =>
  `${pointName(point, step)}: ${quantity(point.value, unit)}`

/** Which point a key leads to; `null` for a key that moves nothing. */
export function pointAfterKey(key: string, at: number, count: number): number | null {
  const moves: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - 7,
    PageUp: at + 7,
    Home: 0,
    End: count - 1,
  }
  const to = Object.hasOwn(moves, key) ? moves[key] : undefined
  return to === undefined ? null : Math.min(Math.max(to, 0), count - 1)
}
