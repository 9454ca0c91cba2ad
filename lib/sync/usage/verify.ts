import { meterEventName, meteredPrices } from '@/lib/billing/catalog/overage'
import type { Meter } from '@/lib/billing/catalog/schema'
import { billedBy } from '@/lib/billing/usage/billed-by'
import { counterDrifts, dayDrifts, type UsageDrift } from '@/lib/billing/usage/drifts'
import { dayOf } from '@/lib/billing/usage/tally'
import type { Account, Accounts } from '@/lib/db/accounts/accounts'
import type { CounterKey } from '@/lib/db/usage/counters'
import type { UsageFlush } from '@/lib/db/usage/flushes'
import { recordDays, type UsageRecord, type UsageRecords } from '@/lib/db/usage/records'
import type { FlushServices } from './flush'

export type VerifyServices = FlushServices & {
  accounts: Pick<Accounts, 'get' | 'list'>
  usageRecords: Pick<UsageRecords, 'list'>
}

export type FoundDrift = UsageDrift & { userId: string }

const dayMs = 86_400_000
/** Stripe takes usage of the last 35 days. A period that is older can't change any more. */
const lookBackMs = 36 * dayMs
const longestPeriodMs = 31 * dayMs

/**
 * Follows a user's usage from the records to what Stripe counted: records, counters, messages,
 * Stripe's sums by UTC day. Each difference between two steps is a drift. Changes nothing.
 */
export async function verifyUser(services: VerifyServices, userId: string): Promise<FoundDrift[]> {
  const account = await services.accounts.get(userId)
  if (!account) return []
  const drifts: UsageDrift[] = []
  const billed = new Set(
    services.rules.catalog.plans.flatMap(meteredPrices).map(({ meter }) => meter),
  )
  for (const [key, meter] of Object.entries(services.rules.catalog.meters)) {
    if (billed.has(key)) drifts.push(...(await verifyMeter(services, account, key, meter)))
  }
  return drifts.map((drift) => ({ userId, ...drift }))
}

async function verifyMeter(
  services: VerifyServices,
  account: Account,
  key: string,
  meter: Meter,
): Promise<UsageDrift[]> {
  const { usageCounters, usageFlushes, usageRecords, meterEvents, rules } = services
  const now = services.now()
  const since = new Date(now.getTime() - lookBackMs)
  const from = new Date(since.getTime() - longestPeriodMs)
  const counters = await usageCounters.list({ userId: account.userId, meter: key, from, to: now })
  const drifts: UsageDrift[] = []
  const told: UsageFlush[] = []
  for (const counter of counters) {
    const [messages, records] = await Promise.all([
      usageFlushes.list(counter),
      // Ids expire, late ones first.
      counter.createdAt.getTime() > now.getTime() - recordDays * dayMs
        ? allRecords(usageRecords, counter)
        : null,
    ])
    // Read after its records, so that what was recorded meanwhile is in both or in neither.
    const state = await usageFlushes.state(counter)
    if (!state) continue
    told.push(...messages)
    if (state.version !== counter.version || state.flushSeq !== counter.flushSeq) continue
    const { source } = counter.period
    const isBilled = billedBy(account.facts, { source, meter: key }, rules) !== null
    drifts.push(...counterDrifts(state, { records, messages, isBilled }, meter, now))
  }
  if (!account.customerId || told.length === 0) return drifts
  // From the beginning of the first period, so that what Stripe got from others is found as well.
  const [first = since] = counters.map(({ period }) => period.start)
  const start = first > since ? first : since
  const counted = await meterEvents.countedByDay({
    eventName: meterEventName(rules.catalog, key),
    customerId: account.customerId,
    from: start,
    to: now,
  })
  // What was sent a moment ago may not be counted yet.
  const isQuiet = told.every(({ createdAt }) => now.getTime() - createdAt.getTime() > quietMs)
  const last = isQuiet ? now : new Date(now.getTime() - dayMs)
  const days = { from: dayOf(start), to: dayOf(last) }
  return [...drifts, ...dayDrifts(key, meter.aggregation, told, counted, days)]
}

const quietMs = 5 * 60_000

async function allRecords(
  usageRecords: VerifyServices['usageRecords'],
  counter: CounterKey,
): Promise<UsageRecord[]> {
  const records: UsageRecord[] = []
  let after: string | null = null
  do {
    const page = await usageRecords.list(counter, after)
    records.push(...page.items)
    after = page.next
  } while (after !== null)
  return records
}

export type VerifyReport = {
  checked: number
  failed: number
  drifts: FoundDrift[]
  /** Where the next call goes on; `null` once every user was checked. */
  next: string | null
}

/** Verifies every user with a customer, from a cursor on, until `stop`. Logs each drift. */
export async function verifyUsage(
  services: VerifyServices,
  { after = null, stop }: { after?: string | null; stop: () => boolean },
): Promise<VerifyReport> {
  const report: VerifyReport = { checked: 0, failed: 0, drifts: [], next: after }
  do {
    const page = await services.accounts.list(report.next)
    for (const listed of page.items) {
      if ('unreadable' in listed || !listed.customerId) continue
      const { userId } = listed
      try {
        const drifts = await verifyUser(services, userId)
        for (const drift of drifts) services.log.error(drift, 'Usage and bill differ')
        report.drifts.push(...drifts)
        report.checked++
      } catch (error) {
        report.failed++
        services.log.error({ err: error, userId }, 'Usage could not be verified')
      }
    }
    report.next = page.next
  } while (report.next !== null && !stop())
  return report
}
