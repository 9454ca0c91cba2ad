import type { Aggregation } from '@/lib/billing/catalog/schema'
import { counterAt } from '@/lib/billing/usage/counter-at'
import { oldestRecordMs } from '@/lib/billing/usage/entry'
import { flushDue } from '@/lib/billing/usage/flush-due'
import { beginsAtAnchor, openingOf } from '@/lib/billing/usage/opening'
import { type UsagePeriod, usagePeriod } from '@/lib/billing/usage/period'
import type { Account } from '@/lib/db/accounts/accounts'
import type { UsageCounter } from '@/lib/db/usage/counters'
import type { UsageServices } from './services'

type CounterServices = Pick<UsageServices, 'usageCounters' | 'rules' | 'now'>
type Counted = { meter: string; aggregation: Aggregation; period: UsagePeriod }

/** No period is longer. */
const longestMs = 31 * 86_400_000

/**
 * Finds the period that something used at a time belongs to. A late record joins the counter that
 * existed then, even if Stripe's anchor has moved since and arithmetic would say another period. At
 * most one query, however many times are asked for.
 */
export function periodFinder(
  { usageCounters, rules, now }: CounterServices,
  account: Account,
  meter: string,
): (at: Date) => Promise<{ period: UsagePeriod; isLate: boolean }> {
  const current = usagePeriod(account, rules, now())
  const from = new Date(current.start.getTime() - oldestRecordMs - longestMs)
  let listed: Promise<UsageCounter[]> | undefined

  return async (at) => {
    const computed = usagePeriod(account, rules, at)
    if (at >= current.start) return { period: computed, isLate: false }
    listed ??= usageCounters.list({ userId: account.userId, meter, from, to: current.start })
    const counter = counterAt(await listed, at, computed)
    return { period: counter?.period ?? computed, isLate: true }
  }
}

/** Opens a counter, with what counted before: see `openingOf`. */
export async function openCounter(
  services: CounterServices,
  account: Account,
  counted: Counted & { isBilled: boolean },
): Promise<UsageCounter> {
  const { isBilled, ...rest } = counted
  const now = services.now()
  return services.usageCounters.open({
    userId: account.userId,
    ...rest,
    ...(await openingFor(services, account, counted)),
    createdAt: now,
    flushAt: isBilled ? flushDue(counted.period, now) : null,
  })
}

/** A counter as it is, or as it would open. */
export async function counterNow(
  services: CounterServices,
  account: Account,
  counted: Counted,
  known: UsageCounter | null,
): Promise<UsageCounter> {
  if (known) return known
  const { opening, newest } = await openingFor(services, account, counted)
  const now = services.now()
  return {
    userId: account.userId,
    ...counted,
    total: counted.aggregation === 'sum' ? 0 : opening,
    opening,
    held: 0,
    sent: 0,
    flushSeq: 0,
    newest,
    days: {},
    hours: {},
    version: 0,
    createdAt: now,
    updatedAt: now,
  }
}

/** Reads what an opening depends on. Most counters open at zero, and then nothing is read. */
async function openingFor(
  { usageCounters }: CounterServices,
  { userId, facts }: Account,
  { meter, aggregation, period }: Counted,
) {
  const { start } = period
  if (aggregation === 'last') {
    const last = await usageCounters.latest({ userId, meter, before: start })
    return openingOf(last ? [last] : [], aggregation, period, facts)
  }
  if (!beginsAtAnchor(period, facts)) return { opening: 0, newest: null }
  const from = new Date(start.getTime() - longestMs)
  const earlier = await usageCounters.list({ userId, meter, from, to: start })
  return openingOf(earlier, aggregation, period, facts)
}
