import type { Aggregation, Meter } from '@/lib/billing/catalog/schema'
import { type Allowance, allowanceOf } from '@/lib/billing/usage/allowance'
import { roomIn, usedOf } from '@/lib/billing/usage/count'
import { type PeriodDays, type UsageOutlook, usageOutlook } from '@/lib/billing/usage/outlook'
import { wholeUnits } from '@/lib/billing/usage/units'
import type { Account } from '@/lib/db/accounts/accounts'
import type { UsageCounter } from '@/lib/db/usage/counters'
import { earlierUsage } from './earlier-usage'
import { currentUsage } from './read-usage'
import type { UsageServices } from './services'

/** What a user sees of a meter, and pays for it. All of it in units, whatever is recorded. */
export type MeterView = Omit<Allowance, 'isBilled' | 'stopsAt'> & {
  meter: string
  name: string
  unit: string
  aggregation: Aggregation
  used: number
  reserved: number
  remaining: number | null
  resetsAt: Date
  /** `null` if nothing was recorded in this period. */
  updatedAt: Date | null
} & UsageOutlook

export type UsageView = { period: { start: Date; end: Date }; meters: MeterView[] }

/** Reads what a user used in this period, of every meter of the catalog. */
export async function usageView(
  services: Pick<UsageServices, 'usageCounters' | 'spendingCaps' | 'rules' | 'now'>,
  account: Account,
): Promise<UsageView> {
  const { rules, now } = services
  const [{ period, counters }, caps, earlier] = await Promise.all([
    currentUsage(services, account),
    services.spendingCaps.get(account.userId),
    earlierUsage(services, account),
  ])
  const meters = counters.flatMap((counter): MeterView[] => {
    const { meter, aggregation, held } = counter
    const described = rules.catalog.meters[meter]
    if (!described) return []
    const asked = { meter, cap: caps[meter], at: now() }
    const { isBilled: _, stopsAt, ...allowance } = allowanceOf(account.facts, rules, asked)
    const room = roomIn(counter, stopsAt)
    const used = wholeUnits(usedOf(counter), described)
    const outlook = usageOutlook({
      aggregation,
      used,
      included: allowance.included,
      current: daysIn(counter, described),
      earlier: (earlier[meter] ?? []).map((each) => daysIn(each, described)),
      createdAt: account.createdAt,
      now: now(),
    })
    return [
      {
        meter,
        name: described.name,
        unit: described.unit,
        aggregation,
        used,
        reserved: wholeUnits(held, described),
        ...allowance,
        remaining: room === null ? null : wholeUnits(room, described),
        resetsAt: period.end,
        updatedAt: counter.version > 0 ? counter.updatedAt : null,
        ...outlook,
      },
    ]
  })
  return { period: { start: period.start, end: period.end }, meters }
}

/** A counter's days in units, whatever is recorded. */
const daysIn = ({ period, days }: UsageCounter, meter: Meter): PeriodDays => ({
  period,
  days: Object.fromEntries(
    Object.entries(days).map(([date, quantity]) => [date, wholeUnits(quantity, meter)]),
  ),
})
