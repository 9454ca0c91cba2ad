import type { Facts } from '@/lib/billing/access/facts'
import type { Aggregation } from '@/lib/billing/catalog/schema'
import { usedOf } from './count'
import type { UsagePeriod } from './period'

/** The part of an earlier counter of the same user and meter that decides what a new one opens with. */
type Earlier = {
  period: UsagePeriod
  total: number
  opening: number
  newest: string | null
}

/**
 * What a new counter opens with. Usually nothing: a new period begins at zero.
 *
 * - A value that stays, such as storage (`last`), goes on, whichever subscription it was under.
 * - If Stripe moved the anchor in the middle of a period, as for a change from monthly to yearly, the
 *   period before was cut short. Its count goes on, so that switching back and forth refills nothing.
 *   The end of a trial moves no anchor in this sense: paying for the first time begins at zero.
 */
export function openingOf(
  earlier: readonly Earlier[],
  aggregation: Aggregation,
  { start, source }: UsagePeriod,
  { subscriptions }: Pick<Facts, 'subscriptions'>,
): { opening: number; newest: string | null } {
  if (aggregation === 'last') {
    const last = earlier
      .filter(({ newest, period }) => newest !== null && period.start < start)
      .sort((a, b) => ((a.newest ?? '') < (b.newest ?? '') ? 1 : -1))[0]
    return { opening: last?.total ?? 0, newest: last?.newest ?? null }
  }
  const trialEnd = subscriptions.find(({ id }) => id === source)?.trialEnd
  if (trialEnd?.getTime() === start.getTime()) return { opening: 0, newest: null }
  const cut = earlier
    .filter(({ period }) => period.source === source && period.start < start && start < period.end)
    .sort((a, b) => b.period.start.getTime() - a.period.start.getTime())[0]
  return { opening: cut ? usedOf({ ...cut, aggregation }) : 0, newest: null }
}

/**
 * Whether a subscription's period begins at its billing anchor. Only then may it have cut the period
 * before short: later periods begin where the one before ends.
 */
export const beginsAtAnchor = (
  { start, source }: UsagePeriod,
  { subscriptions }: Pick<Facts, 'subscriptions'>,
): boolean =>
  subscriptions.some(
    ({ id, billing, currentPeriodStart, createdAt }) =>
      id === source &&
      createdAt < start &&
      (billing?.anchor ?? currentPeriodStart).getTime() === start.getTime(),
  )
