import type { Catalog, Limit } from '@/lib/billing/catalog/schema'
import type { MeterCount } from '@/lib/billing/gates/entitlements'
import { usedOf } from '@/lib/billing/usage/count'
import { type UsagePeriod, usagePeriod } from '@/lib/billing/usage/period'
import { wholeUnits } from '@/lib/billing/usage/units'
import type { Account } from '@/lib/db/accounts/accounts'
import type { UsageCounter } from '@/lib/db/usage/counters'
import { counterNow } from './counter'
import type { UsageServices } from './services'

type CounterReaders = Pick<UsageServices, 'usageCounters' | 'rules' | 'now'>

export type CurrentUsage = { period: UsagePeriod; counters: UsageCounter[] }

/**
 * Reads a user's counters of this period, of all meters of the catalog or of those named. A counter
 * that doesn't exist yet is as it would open.
 */
export async function currentUsage(
  services: CounterReaders,
  account: Account,
  meters: readonly string[] = Object.keys(services.rules.catalog.meters),
): Promise<CurrentUsage> {
  const { rules, now } = services
  const period = usagePeriod(account, rules, now())
  const known = await services.usageCounters.read(
    meters.map((meter) => ({ userId: account.userId, meter, period })),
  )
  const counters = await Promise.all(
    meters.map((meter, at) => {
      const aggregation = rules.catalog.meters[meter]?.aggregation ?? 'sum'
      return counterNow(services, account, { meter, aggregation, period }, known[at] ?? null)
    }),
  )
  return { period, counters }
}

/** How many units a user has used of a meter in this period, and reserved, for a gate. */
export async function takenNow(
  services: CounterReaders,
  account: Account,
  meter: string,
): Promise<number> {
  const taken = await takenByMeter(services, account, [meter])
  return taken[meter] ?? 0
}

/** The same for several meters, by default all. */
export async function takenByMeter(
  services: CounterReaders,
  account: Account,
  meters?: readonly string[],
): Promise<Record<string, number>> {
  const { counters } = await currentUsage(services, account, meters)
  const described = services.rules.catalog.meters
  return Object.fromEntries(
    counters.map((counter) => {
      const { meter, held } = counter
      const unit = described[meter] ?? {}
      return [meter, wholeUnits(usedOf(counter), unit) + wholeUnits(held, unit)]
    }),
  )
}

/** What a user has used of each meter of their plan, in units, as entitlements say it. */
export const meterCounts = (
  { counters }: CurrentUsage,
  limits: Readonly<Record<string, Pick<Limit, 'included'>>>,
  { meters }: Pick<Catalog, 'meters'>,
): Record<string, MeterCount> =>
  Object.fromEntries(
    counters.map((counter) => [
      counter.meter,
      {
        used: wholeUnits(usedOf(counter), meters[counter.meter] ?? {}),
        reserved: wholeUnits(counter.held, meters[counter.meter] ?? {}),
        included: limits[counter.meter]?.included ?? null,
        resetsAt: counter.period.end,
      },
    ]),
  )
