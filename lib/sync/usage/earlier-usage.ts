import { type UsagePeriod, usagePeriod } from '@/lib/billing/usage/period'
import type { Account } from '@/lib/db/accounts/accounts'
import type { UsageCounter } from '@/lib/db/usage/counters'
import type { UsageServices } from './services'

/** How many periods before this one a forecast looks at: eight weeks of days. */
const periodsBack = 2

/** Reads a user's counters of the periods before this one, by meter, the last one first. */
export async function earlierUsage(
  { usageCounters, rules, now }: Pick<UsageServices, 'usageCounters' | 'rules' | 'now'>,
  account: Account,
): Promise<Record<string, UsageCounter[]>> {
  const meters = Object.keys(rules.catalog.meters)
  const periods: UsagePeriod[] = []
  let { start } = usagePeriod(account, rules, now())
  for (let back = 0; back < periodsBack; back++) {
    const period = usagePeriod(account, rules, new Date(start.getTime() - 1))
    periods.push(period)
    start = period.start
  }
  const keys = meters.flatMap((meter) =>
    periods.map((period) => ({ userId: account.userId, meter, period })),
  )
  const found = await usageCounters.read(keys)
  return Object.fromEntries(
    meters.map((meter) => [meter, found.flatMap((each) => (each?.meter === meter ? [each] : []))]),
  )
}
