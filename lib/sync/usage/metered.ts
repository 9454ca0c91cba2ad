import type { Aggregation } from '@/lib/billing/catalog/schema'
import { type Allowance, allowanceOf } from '@/lib/billing/usage/allowance'
import type { UsageCap } from '@/lib/billing/usage/cap'
import { roomIn, usedOf } from '@/lib/billing/usage/count'
import type { MeterState } from '@/lib/billing/usage/entry'
import type { UsagePeriod } from '@/lib/billing/usage/period'
import { oldHours } from '@/lib/billing/usage/tally'
import type { Account } from '@/lib/db/accounts/accounts'
import type { UsageCounter } from '@/lib/db/usage/counters'
import { counterNow } from './counter'
import type { UsageServices } from './services'

/** A meter of a user in one period, and what may be used of it. */
export type Metered = {
  meter: string
  aggregation: Aggregation
  period: UsagePeriod
  allowance: Allowance
}

/** What a user may use of a meter in a period, by their plan at a time. */
export const meteredAt = (
  { rules }: Pick<UsageServices, 'rules'>,
  { facts }: Pick<Account, 'facts'>,
  asked: { meter: string; period: UsagePeriod; cap: UsageCap | undefined; at: Date },
): Metered => ({
  meter: asked.meter,
  aggregation: rules.catalog.meters[asked.meter]?.aggregation ?? 'sum',
  period: asked.period,
  allowance: allowanceOf(facts, rules, asked),
})

/** More hours than this are forgotten, so that a counter stays small. */
const mostHours = 72

/** Reads what a meter has left. Forgets hours that history no longer needs. */
export async function meterState(
  services: Pick<UsageServices, 'usageCounters' | 'rules' | 'now'>,
  account: Account,
  metered: Metered,
): Promise<MeterState> {
  const { meter, aggregation, period } = metered
  const { userId } = account
  const [known = null] = await services.usageCounters.read([{ userId, meter, period }])
  const counter = await counterNow(services, account, { meter, aggregation, period }, known)
  if (Object.keys(counter.hours).length > mostHours) {
    await services.usageCounters.dropHours(counter, oldHours(counter.hours, services.now()))
  }
  return stateOf(counter, metered)
}

export const stateOf = (
  counter: UsageCounter,
  { period, allowance }: Pick<Metered, 'period' | 'allowance'>,
): MeterState => ({
  used: usedOf(counter),
  remaining: roomIn(counter, allowance.stopsAt),
  resetsAt: period.end,
})
