import pLimit from 'p-limit'
import { meterEventName } from '@/lib/billing/catalog/overage'
import { billedBy } from '@/lib/billing/usage/billed-by'
import { flushDue } from '@/lib/billing/usage/flush-due'
import { planFlush } from '@/lib/billing/usage/flush-plan'
import { usagePeriod } from '@/lib/billing/usage/period'
import type { Account, Accounts } from '@/lib/db/accounts/accounts'
import type { CounterKey, UsageCounters } from '@/lib/db/usage/counters'
import {
  type FlushState,
  flushesOf,
  type UsageFlush,
  type UsageFlushes,
} from '@/lib/db/usage/flushes'
import type { Log } from '@/lib/log'
import type { MeterEvents } from '@/lib/stripe/usage/meter-events'
import type { SyncServices } from '@/lib/sync/services'
import { openCounter } from './counter'

export type FlushServices = {
  accounts: Pick<Accounts, 'get'>
  usageCounters: UsageCounters
  usageFlushes: UsageFlushes
  meterEvents: MeterEvents
  rules: SyncServices['rules']
  log: Log
  now: () => Date
}

/** `waits`: no customer yet, or no price that bills it. Nothing is lost by waiting. */
export type Flushed = 'sent' | 'nothing' | 'waits'

/** How long a process may take to send what it claimed. After that another one sends it again. */
const leaseMs = 2 * 60_000
const retryMs = 5 * 60_000
const waitMs = 60 * 60_000
/** Stripe knows an identifier for a day at least. Before that is over, it is asked what it has. */
const trustedMs = 20 * 3_600_000
/** Lost races with other processes, and messages of a crashed one to be sent first. */
const attempts = 5

/**
 * Tells Stripe what a counter counted since the last time: one message for thousands of records. It
 * may run at once in several processes, and stop anywhere. Throws if Stripe can't be told.
 */
export async function flushCounter(services: FlushServices, key: CounterKey): Promise<Flushed> {
  const { usageFlushes, accounts, rules, now } = services
  let sent: Flushed = 'nothing'
  for (let attempt = 0; attempt < attempts; attempt++) {
    const [state, account] = await Promise.all([usageFlushes.state(key), accounts.get(key.userId)])
    if (!state || !account) return sent
    const meter = rules.catalog.meters[state.meter] ?? {}
    const at = now()
    const plan = planFlush(state, meter, billed(account, state, rules), at)
    const { customerId } = account
    if (!customerId || (!plan && state.pendingSeq === null)) {
      await usageFlushes.defer(key, later(state, at))
      return 'waits'
    }
    if (state.pendingSeq !== null) {
      const all = await usageFlushes.list(key)
      await deliver(services, state, all.filter(isPending), customerId, all)
      sent = 'sent'
      continue
    }
    const goesOn = await openNext(services, account, state)
    const isSame = plan?.messages.length === 0 && state.total === state.sent
    if (!plan || (isSame && !goesOn)) return sent
    const flushes = flushesOf(state, plan, at)
    const until = new Date(at.getTime() + leaseMs)
    if (!(await usageFlushes.claim(state, flushes, plan.next, until))) continue
    const claimed = { ...state, ...plan.next, pendingSeq: state.flushSeq }
    await deliver(services, claimed, flushes, customerId, [])
    return flushes.length > 0 ? 'sent' : sent
  }
  return sent
}

/** A value that stays, such as storage, is billed in the next period too, without a record in it. */
const stays = ({ aggregation, total }: FlushState) => aggregation === 'last' && total > 0

/** Opens the counter of the current period with a value that stays, once the period before is over. */
async function openNext(
  services: FlushServices,
  account: Account,
  state: FlushState,
): Promise<boolean> {
  const { rules, now } = services
  if (!stays(state) || now() < state.period.end) return false
  const period = usagePeriod(account, rules, now())
  const { meter, aggregation } = state
  const isBilled = billedBy(account.facts, { source: period.source, meter }, rules) !== null
  await openCounter(services, account, { meter, aggregation, period, isBilled })
  return true
}

const isPending = ({ state }: UsageFlush) => state === 'pending'

const billed = ({ facts }: Account, { meter, period }: FlushState, rules: FlushServices['rules']) =>
  billedBy(facts, { source: period.source, meter }, rules)

/** A counter that waits is looked at again in an hour, and before its period's invoice is made. */
const later = ({ period: { end } }: FlushState, at: Date): Date =>
  at < end
    ? new Date(
        Math.max(at.getTime() + 60_000, Math.min(at.getTime() + waitMs, end.getTime() - 60_000)),
      )
    : new Date(at.getTime() + waitMs)

async function deliver(
  services: FlushServices,
  state: FlushState,
  flushes: UsageFlush[],
  customerId: string,
  others: UsageFlush[],
): Promise<void> {
  const { usageFlushes, meterEvents, rules, now, log } = services
  const eventName = meterEventName(rules.catalog, state.meter)
  const ended: UsageFlush[] = []
  for (const flush of flushes) {
    const event = { eventName, customerId, ...flush }
    const isThere = await isCounted(services, state, event, others)
    const outcome = isThere ? 'delivered' : await meterEvents.send(event)
    if (outcome === 'too_old') {
      log.error({ ...flush }, 'Usage is too old for Stripe and is not billed')
    }
    ended.push({ ...flush, state: outcome })
  }
  const { period } = state
  await usageFlushes.settle(state, ended, {
    dueAt: flushDue(period, now()),
    nextLookAt: stays(state) && now() < period.end ? period.end : null,
  })
}

/** Whether Stripe has an old message, which it would count again by now. A value may be sent again. */
async function isCounted(
  { meterEvents, now }: FlushServices,
  { aggregation }: FlushState,
  message: UsageFlush & { eventName: string; customerId: string },
  others: UsageFlush[],
): Promise<boolean> {
  const age = now().getTime() - message.createdAt.getTime()
  if (aggregation !== 'sum' || age < trustedMs) return false
  const minute = (at: Date) => at.toISOString().slice(0, 16)
  const expected = others
    .filter(({ at, state }) => state === 'delivered' && minute(at) === minute(message.at))
    .reduce((sum, { value }) => sum + value, message.value)
  return (await meterEvents.countedAt(message)) >= expected
}

/** Tells Stripe all that a user used until now. Throws if Stripe can't be told. */
export async function flushUser(services: FlushServices, userId: string): Promise<void> {
  for (const key of await services.usageFlushes.unsentOf(userId)) await flushCounter(services, key)
}

export type FlushReport = { sent: number; waiting: number; failed: number; more: boolean }

/** How many counters one sweep looks at, and how many at once: within Stripe's 25 writes a second. */
const batch = 500
const concurrency = 5

/**
 * Tells Stripe what is due. Runs every minute; two runs at once do no harm. A counter that fails
 * doesn't stop the others, and is retried after some minutes.
 */
export async function flushDueUsage(
  services: FlushServices,
  { until = null, limit = batch }: { until?: (() => boolean) | null; limit?: number } = {},
): Promise<FlushReport> {
  const due = await services.usageFlushes.due(services.now(), limit)
  const inParallel = pLimit(concurrency)
  const results = await Promise.all(
    due.map((key) =>
      inParallel(async () => {
        if (until?.()) return 'left'
        try {
          return await flushCounter(services, key)
        } catch (error) {
          services.log.error({ err: error, ...key }, 'Usage could not be sent to Stripe')
          const retryAt = new Date(services.now().getTime() + retryMs)
          await services.usageFlushes.defer(key, retryAt).catch(() => undefined)
          return 'failed'
        }
      }),
    ),
  )
  const count = (result: string) => results.filter((each) => each === result).length
  return {
    sent: count('sent'),
    waiting: count('waits'),
    failed: count('failed'),
    more: due.length === limit || count('left') > 0,
  }
}
