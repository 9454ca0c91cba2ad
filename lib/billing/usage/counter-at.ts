import type { UsagePeriod } from './period'

/**
 * Finds the counter that counted at a time, among those of one meter. Months of a subscription and of
 * the account may overlap: a subscription ends in the middle of a month, and the account's own month
 * goes on from before. So the one whose month it was by the facts comes first. Facts that are too old
 * to be kept say `account`: then any counter of that time is right.
 */
export function counterAt<Counter extends { period: UsagePeriod }>(
  counters: readonly Counter[],
  at: Date,
  { source }: Pick<UsagePeriod, 'source'>,
): Counter | undefined {
  const ofThen = counters.filter(({ period }) => period.start <= at && at < period.end)
  const own = ofThen.findLast(({ period }) => period.source === source)
  return own ?? (source === 'account' ? ofThen.at(-1) : undefined)
}
