import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { ceilingOf } from '@/lib/billing/usage/count'
import { readBatch } from '@/lib/db/dynamo/read-batch'
import {
  heldIndex,
  IndexEntry,
  timeToLiveAttribute,
  usageCounterKey,
  usageRecordKey,
} from '@/lib/db/dynamo/table'
import { type TransactItems, transact } from '@/lib/db/dynamo/transact'
import { readRow } from '@/lib/db/dynamo/unreadable'
import { type SumChange, sumUpdate } from './counter-update'
import type { CounterKey, UsageCounters } from './counters'
import { recordExpiry, recordItem } from './item'
import { UsageRecord, type UsageRecords } from './records'
import {
  type HoldOutcome,
  heldRecord,
  holdsNow,
  type NewHold,
  type Reservations,
  type SettleOutcome,
} from './reservations'

export function dynamoReservations(
  client: DynamoDBDocumentClient,
  table: string,
  counters: Pick<UsageCounters, 'read'>,
  records: Pick<UsageRecords, 'find'>,
): Reservations {
  const counterUpdate = (key: CounterKey, change: SumChange): TransactItems[number] => ({
    Update: { TableName: table, Key: usageCounterKey(key), ...sumUpdate(key, change) },
  })

  /** Changes a record only if it is in the state that the caller saw. */
  const recordUpdate = (
    seen: UsageRecord,
    set: Record<string, unknown>,
  ): TransactItems[number] => ({
    Update: {
      TableName: table,
      Key: usageRecordKey(seen.userId, seen.id),
      UpdateExpression: `SET ${Object.keys(set)
        .map((name) => `#${name} = :${name}`)
        .join(', ')} REMOVE gsi1pk, gsi1sk`,
      ConditionExpression: '#state = :seen',
      ExpressionAttributeNames: Object.fromEntries(
        ['state', ...Object.keys(set)].map((name) => [`#${name}`, name]),
      ),
      ExpressionAttributeValues: {
        ':seen': seen.state,
        ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      },
    },
  })

  const whyNotHeld = async ({ counter: key, id }: NewHold): Promise<HoldOutcome> => {
    const [record] = await records.find(key.userId, [id])
    if (record) return { kind: 'known', record }
    const [counter] = await counters.read([key])
    return { kind: counter ? 'full' : 'no_counter' }
  }

  const whyNotSettled = async (seen: UsageRecord): Promise<SettleOutcome> => {
    const [record] = await records.find(seen.userId, [seen.id])
    return { kind: record?.state === seen.state ? 'full' : 'stale' }
  }

  return {
    async hold(hold) {
      const { counter, id, quantity, limit, at, until } = hold
      const { kind } = await transact(client, [
        {
          Put: {
            TableName: table,
            Item: { ...recordItem(heldRecord(hold)), ...heldIndex(counter.userId, id, until) },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        counterUpdate(counter, {
          entries: [],
          freed: -quantity,
          room: ceilingOf(limit) - quantity,
          flushAt: null,
          now: at,
        }),
      ])
      if (kind === 'refused') return whyNotHeld(hold)
      return { kind: kind === 'written' ? 'held' : kind }
    },

    async commit(seen, quantity, { limit, flushAt, recordedAt }) {
      const freed = holdsNow(seen)
      const { kind } = await transact(client, [
        recordUpdate(seen, {
          state: 'recorded',
          quantity,
          recordedAt: recordedAt.toISOString(),
          [timeToLiveAttribute]: recordExpiry(recordedAt),
        }),
        counterUpdate(seen, {
          entries: [{ quantity, at: seen.at }],
          freed,
          // What was held is counted, whatever the limit is by now.
          room: quantity > freed ? ceilingOf(limit) - (quantity - freed) : null,
          flushAt,
          now: recordedAt,
        }),
      ])
      if (kind === 'refused') return whyNotSettled(seen)
      return { kind: kind === 'written' ? 'settled' : kind }
    },

    async free(seen, state, at) {
      if (seen.state !== 'held') return { kind: 'stale' }
      const { kind } = await transact(client, [
        recordUpdate(seen, { state }),
        counterUpdate(seen, {
          entries: [],
          freed: holdsNow(seen),
          room: null,
          flushAt: null,
          now: at,
        }),
      ])
      if (kind === 'refused') return { kind: 'stale' }
      return { kind: kind === 'written' ? 'settled' : kind }
    },

    async overdue(now, limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :held AND gsi1sk <= :now',
          ExpressionAttributeValues: {
            ':held': heldIndex('', '', now).gsi1pk,
            ':now': `${now.toISOString()}~`,
          },
          Limit: Math.min(limit, 100),
        }),
      )
      const keys = Items.map((item) => IndexEntry.parse(item))
      const items = await readBatch(
        client,
        table,
        keys.map(({ pk, sk }) => ({ pk, sk })),
      )
      return items
        .map((item) => readRow(UsageRecord, item.pk, item))
        .filter(({ state }) => state === 'held')
        .sort((a, b) => endOf(a) - endOf(b))
    },
  }
}

const endOf = ({ hold }: UsageRecord) => hold?.until.getTime() ?? 0
