import { randomUUID } from 'node:crypto'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { flushDue } from '@/lib/billing/usage/flush-due'
import { usagePeriod } from '@/lib/billing/usage/period'
import type { Account } from '@/lib/db/accounts/accounts'
import { memoryUsagePorts } from '@/lib/db/usage/memory-ports'
import { silentLog } from '@/lib/log'
import { type MemoryMeterEvents, memoryMeterEvents } from '@/lib/stripe/usage/memory-meter-events'
import { type FlushServices, flushDueUsage } from '@/lib/sync/usage/flush'
import { byInvoice, price, pro, rules as usualRules } from '@/testing/facts'
import { type Interceptor, intercepted } from '@/testing/intercept'
import { account } from '@/testing/rows'
import { type Random, random } from '@/testing/simulator/random'
import { createScheduler, type Process } from '@/testing/simulator/scheduler'

/** Free, Starter and Pro, of one meter: 5 units are included in Starter, 20 in Pro. */
const included: Record<string, number> = { free: 0, starter: 5, pro: 20 }
const catalog = defineCatalog({
  ...saas,
  features: {},
  meters: { api_calls: { name: 'API calls', description: 'Requests.', unit: 'calls' } },
  plans: saas.plans
    .filter(({ key }) => key in included)
    .map((plan) => ({
      ...plan,
      features: [],
      limits: {
        api_calls: {
          included: included[plan.key] ?? 0,
          ...(plan.key !== 'free' && {
            overageCents: 1,
            otherCurrencies: { eur: 1 },
            meteredPrice: `saas_${plan.key}_api_calls`,
          }),
        },
      },
    })),
})
const rules = { ...usualRules, catalog }
const customerId = 'cus_ada'
const start = new Date('2026-03-01T12:00:00.000Z')
const renewal = new Date('2026-04-01T12:00:00.000Z')
const minuteMs = 60_000

/** Another way to flush, to see whether the simulator notices. */
export type FlushMutation = (services: FlushServices) => FlushServices

/**
 * Records usage of one user around a renewal and a change of plan, while sweeps flush it, several at
 * once: they crash, their answers are lost, and each call is answered in an order that the seed
 * chooses. Returns what was wrong, in words.
 */
export async function liveAndFlush(
  seed: number,
  mutate: FlushMutation = (services) => services,
): Promise<string[]> {
  const dice = random(seed)
  let now = new Date(renewal.getTime() - 40 * minuteMs + dice.below(20) * minuteMs)
  const ports = memoryUsagePorts()
  const meterEvents = memoryMeterEvents(() => now)
  const changesAt = dice.chance(0.5) ? now.getTime() + dice.below(20) * minuteMs : null
  const row = () => (changesAt !== null && now.getTime() >= changesAt ? onPro : onStarter)
  const scheduler = createScheduler()
  const base = {
    usageCounters: ports.usageCounters,
    accounts: { get: async () => row() },
    rules,
    log: silentLog,
    now: () => now,
  }
  const problems: string[] = []
  let crashes = dice.below(5)
  let sweeps = 0

  const sweep = () => {
    const process: Process = {
      name: `sweep ${++sweeps}`,
      startedAt: now.getTime(),
      calls: [],
      ended: false,
    }
    return scheduler.start(
      process,
      (intercept) => flushDueUsage(mutate(openTo({ ...base, ...ports, meterEvents }, intercept))),
      (ending) => {
        if ('error' in ending) problems.push(`${process.name} failed: ${ending.error}`)
      },
    )
  }
  const record = async (quantity: number, at = now) => {
    const counter = await ports.usageCounters.open({
      userId: 'ada',
      meter: 'api_calls',
      aggregation: 'sum',
      period: usagePeriod(row(), rules, at),
      opening: 0,
      newest: null,
      createdAt: now,
      flushAt: null,
    })
    await ports.usageRecords.add({
      counter,
      entries: [{ id: randomUUID(), quantity, at }],
      limit: null,
      flushAt: flushDue(counter.period, now),
      recordedAt: now,
    })
  }

  for (let step = 0; step < 30; step++) {
    const what = dice.below(10)
    // Some records come late: they belong to the time before the renewal.
    if (what < 3) await record(1 + dice.below(6), dice.chance(0.2) ? early(now, dice) : now)
    else if (what < 5) await sweep()
    else if (what < 7) now = new Date(now.getTime() + dice.below(4 * minuteMs))
    const call = scheduler.take(dice.below(Math.max(1, scheduler.parked.length)))
    if (!call) continue
    if (crashes > 0 && dice.chance(0.3)) {
      crashes -= 1
      scheduler.kill(call.process)
      // The other side may have carried out the call of a process that is gone.
      if (dice.chance(0.5)) await call.send()
      continue
    }
    await scheduler.resume(call, { value: await call.send() })
  }
  for (let calm = 0; calm < 3; calm++) {
    now = new Date(now.getTime() + 3 * 60 * minuteMs)
    await flushDueUsage(mutate({ ...base, ...ports, meterEvents }))
  }
  return [...problems, ...wrongWith(ports, meterEvents)]
}

/** A time before the renewal, if that is over. */
const early = (now: Date, dice: Random) =>
  new Date(Math.min(now.getTime(), renewal.getTime() - 1 - dice.below(1_000)))

/** Billed is what was counted: in each period, once, and nothing that was carried costs anything. */
function wrongWith(
  { rows }: ReturnType<typeof memoryUsagePorts>,
  meterEvents: MemoryMeterEvents,
): string[] {
  const problems: string[] = []
  const carried = new Set(
    [...rows.flushes.values()].filter(({ kind }) => kind === 'carry').map((row) => row.identifier),
  )
  for (const { period, total, sent } of rows.counters.values()) {
    const inside = meterEvents.counted().filter(({ at }) => at >= period.start && at < period.end)
    const billed = sum(inside.filter(({ identifier }) => !carried.has(identifier)))
    if (billed !== total) problems.push(`${total} were counted, and ${billed} were billed`)
    if (sent !== total) problems.push(`${total} were counted, and ${sent} are marked as sent`)
    const carry = sum(inside.filter(({ identifier }) => carried.has(identifier)))
    if (carry > Math.min(total, 20)) problems.push(`${carry} were carried of ${total}`)
  }
  if ([...rows.flushes.values()].some(({ state }) => state !== 'delivered')) {
    problems.push('A message is pending')
  }
  return problems
}

const sum = (events: { value: number }[]) => events.reduce((all, { value }) => all + value, 0)

const openTo = (services: FlushServices, intercept: Interceptor): FlushServices => ({
  ...services,
  usageFlushes: intercepted('usageFlushes', services.usageFlushes, intercept),
  meterEvents: intercepted('meterEvents', services.meterEvents, intercept),
})

/** The user's row, on a plan with its metered price. */
function on(plan: string): Account {
  const { billing } = byInvoice(null)
  if (!billing) throw new Error('It has billing')
  return account({
    userId: 'ada',
    customerId,
    version: 1,
    createdAt: start,
    facts: pro({
      createdAt: start,
      currentPeriodStart: start,
      currentPeriodEnd: renewal,
      billing: { ...billing, collectionMethod: 'charge_automatically', anchor: start },
      prices: [
        price({ lookupKey: `saas_${plan}_month` }),
        price({
          id: `price_${plan}_calls`,
          lookupKey: `saas_${plan}_api_calls`,
          isMetered: true,
          quantity: undefined,
        }),
      ],
    }),
  })
}
const onStarter = on('starter')
const onPro = on('pro')
