import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Entry } from '@/lib/billing/usage/entry'
import type { Account } from '@/lib/db/accounts/accounts'
import { memoryUsagePorts } from '@/lib/db/usage/memory-ports'
import type { UsagePorts } from '@/lib/db/usage/ports'
import { freeOverdue } from '@/lib/sync/usage/free-overdue'
import { recordUsage } from '@/lib/sync/usage/record-usage'
import { reserveUsage } from '@/lib/sync/usage/reserve-usage'
import type { UsageServices } from '@/lib/sync/usage/services'
import { commitUsage, releaseUsage } from '@/lib/sync/usage/settle-usage'
import { byInvoice, pro } from '@/testing/facts'
import { type Interceptor, intercepted } from '@/testing/intercept'
import { account } from '@/testing/rows'
import { type Random, random } from '@/testing/simulator/random'
import { createScheduler, type Process } from '@/testing/simulator/scheduler'
import { checkAtRest, checkNow, type Told } from './invariants'

/** How much Pro includes here of API calls. It is a hard limit. */
const limit = 12

/** Free and Pro, of one meter: a small catalog is decided faster. */
export const catalog = defineCatalog({
  ...saas,
  features: {},
  meters: { api_calls: { name: 'API calls', description: 'Requests.', unit: 'calls' } },
  plans: saas.plans
    .filter(({ key }) => ['free', 'pro'].includes(key))
    .map((plan) => ({
      ...plan,
      features: [],
      limits: { api_calls: { included: plan.key === 'pro' ? limit : 0 } },
    })),
})

/** The end of a period, around which a life takes place. */
export const renewal = new Date('2026-04-01T12:00:00.000Z')

const userId = 'ada'
const start = new Date('2026-03-01T12:00:00.000Z')
const at = (ms: number) => new Date(renewal.getTime() + ms)

/** What a client does, and does again until it is answered. */
type Act =
  | { kind: 'record'; entries: Entry[] }
  | { kind: 'reserve'; id: string; quantity: number; end: 'commit' | 'release' | 'forget' }

/** Another way to keep counters, to see whether the simulator notices. */
export type Mutation = (ports: UsagePorts, life: { now: () => Date }) => UsagePorts

/**
 * Runs some clients of one user at once around a renewal: they record, reserve, repeat ids, crash
 * and try again, and each call to the table is answered in an order that the seed chooses. Returns
 * what was wrong, in words.
 */
export async function live(
  base: UsageServices,
  seed: number,
  mutate: Mutation = (ports) => ports,
): Promise<string[]> {
  const dice = random(seed)
  let now = at(-2_000 + dice.below(1_500))
  const ports = memoryUsagePorts()
  let row = before
  const services: UsageServices = {
    ...base,
    accounts: { ...base.accounts, get: async () => row },
    now: () => now,
    wallClock: () => now,
  }
  const told: Told = new Map()
  const problems: string[] = []
  const scheduler = createScheduler()
  let crashes = dice.below(4)

  const begin = (act: Act) => {
    const process: Process = { name: act.kind, startedAt: now.getTime(), calls: [], ended: false }
    running.set(process, act)
    return scheduler.start(
      process,
      (intercept) =>
        perform({ ...services, ...mutate(openTo(ports, intercept), services) }, act, told),
      (ending) => {
        running.delete(process)
        if ('error' in ending) problems.push(`${act.kind} failed: ${ending.error}`)
      },
    )
  }
  const running = new Map<Process, Act>()
  const acts = actsOf(dice)
  for (const act of acts) await begin(act)

  while (scheduler.parked.length > 0) {
    now = new Date(now.getTime() + dice.below(400))
    // The event about the renewal comes at any time after it, or before the records that follow it.
    if (now >= renewal && dice.chance(0.2)) row = after
    const call = scheduler.take(dice.below(scheduler.parked.length))
    if (!call) break
    if (crashes > 0 && dice.chance(0.1)) {
      crashes -= 1
      const act = running.get(call.process)
      running.delete(call.process)
      scheduler.kill(call.process)
      // The table may have carried out the call of a process that is gone.
      if (dice.chance(0.5)) await call.send()
      if (act) await begin(act)
    } else {
      const ending = await call.send().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      )
      await scheduler.resume(call, ending)
    }
    problems.push(...checkNow(ports, limit))
  }

  now = at(3_600_000)
  await freeOverdue({ ...services, ...mutate(ports, services) })
  return [...problems, ...checkAtRest(ports, told, sharedIds(acts))]
}

/** The ids that several clients use. What one is told may be out of date when another is answered. */
function sharedIds(acts: readonly Act[]): Set<string> {
  const ids = acts.flatMap((act) => [
    ...new Set(act.kind === 'record' ? act.entries.map(({ id }) => id) : [act.id]),
  ])
  return new Set(ids.filter((id, at) => ids.indexOf(id) < at))
}

const openTo = (ports: UsagePorts, intercept: Interceptor): UsagePorts => ({
  usageCounters: intercepted('usageCounters', ports.usageCounters, intercept),
  usageRecords: intercepted('usageRecords', ports.usageRecords, intercept),
  reservations: intercepted('reservations', ports.reservations, intercept),
  spendingCaps: ports.spendingCaps,
  usageFlushes: ports.usageFlushes,
})

async function perform(services: UsageServices, act: Act, told: Told): Promise<void> {
  if (act.kind === 'record') {
    for (const result of await recordUsage(services, act.entries, null)) {
      told.set(result.entry.id, result.outcome === 'refused' ? result.code : result.outcome)
    }
    return
  }
  const { id, quantity, end } = act
  const asked = { userId, id, meter: 'api_calls', quantity, at: null }
  const until = new Date(services.now().getTime() + 1_000)
  const held = await reserveUsage(services, asked, until, null)
  told.set(id, held.outcome === 'refused' ? held.code : held.outcome)
  if (held.outcome === 'refused' || end === 'forget') return
  const settled =
    end === 'commit'
      ? await commitUsage(services, { userId, id, quantity: quantity - 1 }, null)
      : await releaseUsage(services, { userId, id }, null)
  told.set(id, settled.outcome === 'refused' ? settled.code : settled.outcome)
}

function actsOf(dice: Random): Act[] {
  return Array.from({ length: 2 + dice.below(3) }, (): Act => {
    if (dice.chance(0.25)) {
      return {
        kind: 'reserve',
        id: `hold-${dice.below(3)}`,
        quantity: 3,
        end: dice.pick(['commit', 'commit', 'release', 'forget']),
      }
    }
    return { kind: 'record', entries: Array.from({ length: 1 + dice.below(3) }, () => entry(dice)) }
  })
}

/** A repeated id says the same. Some say when it was: around the renewal, or long before. */
function entry(dice: Random): Entry {
  const number = dice.below(8)
  const times = [null, null, null, at(-1), at(0), at(-300), at(-10 * 86_400_000), null]
  return {
    userId,
    id: `id-${number}`,
    meter: 'api_calls',
    quantity: 1 + (number % 4),
    at: times[number] ?? null,
  }
}

/** The user's row, as it says after the period that began at this time was paid. */
function accountAt(currentPeriodStart: Date): Account {
  const { billing } = byInvoice(null)
  if (!billing) throw new Error('It has billing')
  return account({
    userId,
    version: 1,
    createdAt: start,
    facts: pro({
      createdAt: start,
      currentPeriodStart,
      currentPeriodEnd: new Date('2026-05-01T12:00:00.000Z'),
      billing: { ...billing, collectionMethod: 'charge_automatically', anchor: start },
    }),
  })
}
const before = accountAt(start)
const after = accountAt(renewal)
