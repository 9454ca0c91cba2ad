import { fillSeries, weekly } from '@/lib/billing/usage/series'
import type { ChartPoint, ChartRange } from './chart-text'
import type { ShownMeter } from './types'

/** What was recorded in a range as the points of a chart, one for each hour, day or week. */
export function chartPoints(
  recorded: readonly { start: Date; quantity: number }[],
  range: ChartRange,
  aggregation: ShownMeter['aggregation'],
): ChartPoint[] {
  const series = fillSeries(recorded, range, range.step === 'hour' ? 'hour' : 'day', aggregation)
  const points = range.step === 'week' ? weekly(series, aggregation) : series
  return points.map(({ at, value }) => ({ at: at.toISOString(), value }))
}
