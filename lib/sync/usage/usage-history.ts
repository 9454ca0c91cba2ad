import type { Meter } from '@/lib/billing/catalog/schema'
import { type HistoryPoint, type HistoryStep, historyOf } from '@/lib/billing/usage/history-points'
import { wholeUnits } from '@/lib/billing/usage/units'
import type { UsagePorts } from '@/lib/db/usage/ports'

/** No period is longer, so the one that `from` is in began after that. */
const longestMs = 31 * 86_400_000

/** Reads what a user used of a meter by day or hour, in units. One query, however long. */
export async function usageHistory(
  { usageCounters }: Pick<UsagePorts, 'usageCounters'>,
  { userId, meter }: { userId: string; meter: string },
  described: Meter,
  range: { from: Date; to: Date; step: HistoryStep },
): Promise<HistoryPoint[]> {
  const counters = await usageCounters.list({
    userId,
    meter,
    from: new Date(range.from.getTime() - longestMs),
    to: range.to,
  })
  return historyOf(counters, described.aggregation, range).map(({ start, quantity }) => ({
    start,
    quantity: wholeUnits(quantity, described),
  }))
}
