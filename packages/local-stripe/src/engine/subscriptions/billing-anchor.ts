import { addIntervals, DAY } from '../world/calendar'
import { invalid } from '../world/errors'
import type { Price } from '../world/types'
import type { SubscriptionCreate } from './create-params'

type AnchorConfig = NonNullable<SubscriptionCreate['billing_cycle_anchor_config']>

/** When a new subscription starts, when its trial ends, and what its periods are counted from. */
export interface Timing {
  start: number
  trialEnd: number | null
  anchor: number
}

export function timingOf(params: SubscriptionCreate, prices: Price[], now: number): Timing {
  const trialEnd = trialEndOf(params, prices, now)
  const start = startOf(params, now)
  const { billing_cycle_anchor: given, billing_cycle_anchor_config: config } = params
  if (given !== undefined && config) {
    throw invalid(
      'You may only specify one of these parameters: billing_cycle_anchor, billing_cycle_anchor_config.',
      'billing_cycle_anchor_config',
    )
  }
  if (given !== undefined) checkAnchor(given, prices, now, trialEnd)
  if (config) {
    if (start < now) {
      throw invalid(
        'billing_cycle_anchor_config cannot be used with backdate_start_date.',
        'billing_cycle_anchor_config',
      )
    }
    return { start, trialEnd, anchor: anchorOf(config, prices, trialEnd ?? now) }
  }
  // A backdated subscription has had its periods from the start, in flexible billing mode.
  const begins = params.billing_mode?.type === 'classic' ? now : start
  return { start, trialEnd, anchor: given ?? trialEnd ?? begins }
}

function startOf({ backdate_start_date: start }: SubscriptionCreate, now: number): number {
  if (start === undefined) return now
  if (start <= now) return start
  throw invalid('backdate_start_date must be in the past.', 'backdate_start_date')
}

function checkAnchor(anchor: number, prices: Price[], now: number, trialEnd: number | null): void {
  if (anchor < now) {
    throw invalid('billing_cycle_anchor cannot be in the past', 'billing_cycle_anchor')
  }
  if (trialEnd !== null && anchor < trialEnd) {
    throw invalid(
      'billing_cycle_anchor cannot be before the end of the trial',
      'billing_cycle_anchor',
    )
  }
  const latest = Math.min(
    ...prices.map(({ recurring }) =>
      addIntervals(trialEnd ?? now, recurring?.interval ?? 'month', recurring?.interval_count ?? 1),
    ),
  )
  if (anchor <= latest) return
  throw invalid(
    `billing_cycle_anchor cannot be later than next natural billing date (${latest}) for plan`,
    'billing_cycle_anchor',
  )
}

/**
 * The next date of an anchor configuration, whole intervals from this month. It can be later than a
 * period from now: not every month has a 31st.
 */
function anchorOf(config: AnchorConfig, prices: Price[], from: number): number {
  const { interval = 'month', interval_count = 1 } = prices[0]?.recurring ?? {}
  if (interval !== 'month' && interval !== 'year') {
    throw invalid(
      'billing_cycle_anchor_config can only be used with monthly and yearly prices.',
      'billing_cycle_anchor_config',
    )
  }
  const start = new Date(from * 1000)
  const step = config.month ? 1 : interval === 'year' ? 12 * interval_count : interval_count
  for (let months = 0; ; months += step) {
    const month = start.getUTCMonth() + months
    const date = new Date(
      Date.UTC(
        start.getUTCFullYear(),
        month,
        config.day_of_month,
        config.hour ?? start.getUTCHours(),
        config.minute ?? start.getUTCMinutes(),
        config.second ?? start.getUTCSeconds(),
      ),
    )
    const exists = date.getUTCDate() === config.day_of_month
    const isNamed = !config.month || date.getUTCMonth() === config.month - 1
    const anchor = date.getTime() / 1000
    if (exists && isNamed && anchor >= from) return anchor
    // No month that is whole intervals away has this day.
    if (months > MOST_MONTHS) {
      throw invalid('No such date.', 'billing_cycle_anchor_config[day_of_month]')
    }
  }
}
const MOST_MONTHS = 12 * 12

function trialEndOf(params: SubscriptionCreate, prices: Price[], now: number): number | null {
  const { trial_end, trial_period_days: days, trial_from_plan } = params
  if (trial_end !== undefined && days !== undefined) {
    throw invalid('You may only specify one of these parameters: trial_end, trial_period_days.')
  }
  if (trial_from_plan && trial_end !== undefined) {
    throw invalid('You may only specify one of these parameters: trial_end, trial_from_plan.')
  }
  if (trial_end === 'now') return null
  if (days !== undefined && days < 1) {
    throw invalid('Invalid trial_period_days: must be at least 1.', 'trial_period_days')
  }
  const period = days ?? (trial_from_plan ? trialDaysOf(prices) : 0)
  const end = trial_end ?? (period ? now + period * DAY : null)
  if (end !== null && end <= now) {
    throw invalid('The trial_end must be in the future.', 'trial_end')
  }
  if (end !== null && end > now + 730 * DAY) {
    throw invalid('The maximum number of trial period days is 730 (2 years).', 'trial_end')
  }
  return end
}

/** The longest trial of the prices themselves. */
export const trialDaysOf = (prices: Price[]): number =>
  Math.max(0, ...prices.map(({ recurring }) => recurring?.trial_period_days ?? 0))
