import { admitsCount } from '@/lib/billing/usage/count'
import { dayOf, hourOf, isHourly, tallied } from '@/lib/billing/usage/tally'
import { unsentIndex, usageCounterKey } from '@/lib/db/dynamo/table'
import type { UpdateExpression } from '@/lib/db/dynamo/update-expression'
import type { CounterKey, UsageCounter } from './counters'
import type { EntryGroup, UsageEntry } from './records'

/** A change of a counter that is a sum, and what it may reach. */
export type SumChange = {
  entries: readonly Pick<UsageEntry, 'quantity' | 'at'>[]
  /** What is no longer held, or, if negative, what is held from now on. */
  freed: number
  /** `taken` may be this at most before the change; `null` if the counter must only exist. */
  room: number | null
  flushAt: Date | null
  now: Date
}

/**
 * Builds the update of a sum. It adds, so that concurrent writers need not read first. The
 * counts by day and hour are part of it: at worst 36 days and 49 hours, which stays below
 * DynamoDB's 4 KB for an expression.
 */
export function sumUpdate(key: CounterKey, change: SumChange): UpdateExpression {
  const { entries, freed, room, flushAt, now } = change
  const quantity = entries.reduce((sum, entry) => sum + entry.quantity, 0)
  // DynamoDB refuses a name or a value that isn't used.
  const names: Record<string, string> = { '#t': 'total' }
  const values: Record<string, unknown> = { ':n': quantity, ':one': 1 }
  const counts = (map: 'days' | 'hours', byKey: Map<string, number>) =>
    [...byKey].map(([name, count], at) => {
      const short = map.charAt(0)
      const part = `${short}${at}`
      Object.assign(names, { [`#${short}`]: map, [`#${part}`]: name })
      Object.assign(values, { ':z': 0, [`:${part}`]: count })
      return `#${short}.#${part}=if_not_exists(#${short}.#${part},:z)+:${part}`
    })
  const sets = [
    '#t=#t+:n',
    'held=held-:freed',
    'taken=taken+:taken',
    'version=version+:one',
    'updatedAt=:now',
    ...counts('days', sumsBy(entries, dayOf)),
    ...counts(
      'hours',
      sumsBy(
        entries.filter(({ at }) => isHourly(at, now)),
        hourOf,
      ),
    ),
  ]
  if (flushAt) Object.assign(values, markUnsent(key, flushAt, sets))
  Object.assign(values, { ':freed': freed, ':taken': quantity - freed, ':now': now.toISOString() })
  if (room !== null) values[':room'] = room
  return {
    UpdateExpression: `SET ${sets.join(',')}`,
    ConditionExpression: room === null ? 'attribute_exists(pk)' : 'taken <= :room',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  }
}

/**
 * Builds the update of a counter that isn't a sum: its new value, if the counter is still what was
 * read. `null` if the value is above the limit.
 */
export function valueUpdate(
  counter: UsageCounter,
  { entries, limit, flushAt, recordedAt }: EntryGroup,
): UpdateExpression | null {
  const next = tallied(counter, counter.aggregation, entries, recordedAt)
  if (!admitsCount(counter.total, next.total, limit)) return null
  const sets = [
    '#t=:t',
    'taken=:t',
    'newest=:newest',
    '#d=:d',
    '#h=:h',
    'version=:next',
    'updatedAt=:now',
  ]
  const unsent = flushAt ? markUnsent(counter, flushAt, sets) : {}
  return {
    UpdateExpression: `SET ${sets.join(',')}`,
    ConditionExpression: 'version = :version',
    ExpressionAttributeNames: { '#t': 'total', '#d': 'days', '#h': 'hours' },
    ExpressionAttributeValues: {
      ':t': next.total,
      ':newest': next.newest,
      ':d': next.days,
      ':h': next.hours,
      ':version': counter.version,
      ':next': counter.version + 1,
      ':now': recordedAt.toISOString(),
      ...unsent,
    },
  }
}

/** Puts the counter into the index of what Stripe must be told. An earlier time stays. */
function markUnsent(key: CounterKey, flushAt: Date, sets: string[]): Record<string, unknown> {
  const { gsi1pk, gsi1sk } = unsentIndex(usageCounterKey(key).sk, key.userId, flushAt)
  sets.push('gsi1pk=:unsent', 'gsi1sk=if_not_exists(gsi1sk,:due)')
  return { ':unsent': gsi1pk, ':due': gsi1sk }
}

function sumsBy(entries: SumChange['entries'], keyOf: (at: Date) => string): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { at, quantity } of entries) {
    if (quantity > 0) sums.set(keyOf(at), (sums.get(keyOf(at)) ?? 0) + quantity)
  }
  return sums
}
