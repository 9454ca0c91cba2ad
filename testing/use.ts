import { randomUUID } from 'node:crypto'
import { usagePeriod } from '@/lib/billing/usage/period'
import type { UsageCounter } from '@/lib/db/usage/counters'
import type { Person } from '@/lib/identity/people'
import type { World } from './world'

/** Records usage of a person in the period of `at`, as recorded, past every limit. */
export async function use(
  world: World,
  person: Person,
  meter: string,
  quantity: number,
  at = world.now(),
): Promise<UsageCounter> {
  const { usageCounters, usageRecords, rules } = world.services
  const account = await world.accounts.get(person.userId)
  if (!account) throw new Error(`${person.userId} has no account`)
  const counter = await usageCounters.open({
    userId: person.userId,
    meter,
    aggregation: rules.catalog.meters[meter]?.aggregation ?? 'sum',
    period: usagePeriod(account, rules, at),
    opening: 0,
    newest: null,
    createdAt: world.now(),
    flushAt: world.now(),
  })
  const outcome = await usageRecords.add({
    counter,
    entries: [{ id: randomUUID(), quantity, at }],
    limit: null,
    flushAt: world.now(),
    recordedAt: world.now(),
  })
  if (outcome.kind !== 'recorded') throw new Error(`The usage was not recorded: ${outcome.kind}`)
  return counter
}
