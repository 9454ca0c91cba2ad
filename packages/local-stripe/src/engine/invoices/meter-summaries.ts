import { DAY, HOUR } from '../world/calendar'
import { invalid } from '../world/errors'
import { find, type World } from '../world/world'
import { totalUsage } from './meters'

const MINUTE = 60

interface SummaryParams {
  customer: string
  start_time: number
  end_time: number
  value_grouping_window?: 'day' | 'hour'
}

/**
 * `GET /v1/billing/meters/:id/event_summaries`: one for the whole time, or one per hour or UTC day.
 * The bounds have to be whole minutes, hours or days.
 */
export function summarizeUsage(world: World, meterId: string, params: SummaryParams) {
  const { customer, start_time, end_time, value_grouping_window: window } = params
  find(world.store.meters, 'meter', meterId)
  if (end_time <= start_time) throw invalid('end_time must be after start_time.', 'end_time')
  requireAligned('start_time', start_time, window)
  requireAligned('end_time', end_time, window)
  const whole = end_time - start_time
  const step = window === 'hour' ? HOUR : window === 'day' ? DAY : whole
  const summaries = []
  for (let start = start_time; start < end_time; start += step) {
    const period = { start, end: Math.min(start + step, end_time) }
    const aggregated_value = Number(totalUsage(world, meterId, customer, period))
    if (step !== whole && aggregated_value === 0) continue
    summaries.push({
      id: `mtrusg_${meterId}_${customer}_${start}`,
      object: 'billing.meter_event_summary' as const,
      aggregated_value,
      end_time: period.end,
      livemode: false,
      meter: meterId,
      start_time: start,
    })
  }
  return summaries
}

function requireAligned(
  param: 'start_time' | 'end_time',
  moment: number,
  window: SummaryParams['value_grouping_window'],
): void {
  const [size, name] =
    window === 'day' ? [DAY, 'UTC day'] : window === 'hour' ? [HOUR, 'hour'] : [MINUTE, 'minute']
  if (moment % size === 0) return
  throw invalid(`\`${param}\` must be aligned with ${name} boundaries.`, param)
}
