import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { ceilingOf } from '@/lib/billing/usage/count'
import { readBatch } from '@/lib/db/dynamo/read-batch'
import { usageCounterKey, usageRecordKey } from '@/lib/db/dynamo/table'
import { type Transacted, type TransactItems, transact } from '@/lib/db/dynamo/transact'
import { readRow } from '@/lib/db/dynamo/unreadable'
import type { UpdateExpression } from '@/lib/db/dynamo/update-expression'
import { jitteredPause } from '@/lib/jittered-pause'
import { sumUpdate, valueUpdate } from './counter-update'
import type { UsageCounters } from './counters'
import { recordItem } from './item'
import {
  type EntryGroup,
  type GroupOutcome,
  recordsOf,
  UsageRecord,
  type UsageRecords,
} from './records'

/** How many ids one page lists. */
const pageSize = 200
/** How often a value that isn't added is compared and replaced. */
const attempts = 8

export function dynamoUsageRecords(
  client: DynamoDBDocumentClient,
  table: string,
  counters: Pick<UsageCounters, 'read'>,
): UsageRecords {
  const find = async (userId: string, ids: readonly string[]) => {
    const keys = ids.map((id) => usageRecordKey(userId, id))
    const items = await readBatch(client, table, keys)
    return items.map((item) => readRow(UsageRecord, item.pk, item))
  }

  /** Says which condition of a transaction didn't hold. */
  const whyRefused = async (group: EntryGroup): Promise<GroupOutcome> => {
    const records = await find(
      group.counter.userId,
      group.entries.map(({ id }) => id),
    )
    if (records.length > 0) return { kind: 'known', records }
    const [counter] = await counters.read([group.counter])
    return counter ? { kind: 'full', counter } : { kind: 'no_counter' }
  }

  const addToSum = async (group: EntryGroup): Promise<GroupOutcome> => {
    const { counter, entries, limit, flushAt, recordedAt: now } = group
    const quantity = entries.reduce((sum, entry) => sum + entry.quantity, 0)
    const room = ceilingOf(limit) - quantity
    const update = sumUpdate(counter, { entries, freed: 0, room, flushAt, now })
    const { kind } = await write(group, update)
    if (kind === 'refused') return whyRefused(group)
    return { kind: kind === 'written' ? 'recorded' : kind }
  }

  /** Reads the counter, and replaces its value if it is still the same. */
  const replaceValue = async (group: EntryGroup): Promise<GroupOutcome> => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const [counter = null] = await counters.read([group.counter])
      const update = counter && valueUpdate(counter, group)
      if (!update) return whyRefused(group)
      const { kind } = await write(group, update)
      if (kind === 'written') return { kind: 'recorded' }
      if (kind === 'contended') return { kind }
      const refused = await whyRefused(group)
      if (refused.kind !== 'full') return refused
      // Another writer changed the counter since it was read.
      await jitteredPause(attempt)
    }
    return { kind: 'contended' }
  }

  const write = (group: EntryGroup, update: UpdateExpression): Promise<Transacted> =>
    transact(client, [
      ...recordsOf(group).map((record): TransactItems[number] => ({
        Put: {
          TableName: table,
          Item: recordItem(record),
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      })),
      { Update: { TableName: table, Key: usageCounterKey(group.counter), ...update } },
    ])

  return {
    find,

    add: (group) => (group.counter.aggregation === 'sum' ? addToSum(group) : replaceValue(group)),

    async list(counter, after) {
      const { pk, sk: records } = usageRecordKey(counter.userId, '')
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          // The messages to Stripe about this user's usage are in the same partition.
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :records)',
          FilterExpression:
            'meter = :meter AND #period.#start = :start AND #period.#source = :source',
          ExpressionAttributeNames: { '#period': 'period', '#start': 'start', '#source': 'source' },
          ExpressionAttributeValues: {
            ':pk': pk,
            ':records': records,
            ':meter': counter.meter,
            ':start': counter.period.start.toISOString(),
            ':source': counter.period.source,
          },
          Limit: pageSize,
          ...(after !== null && { ExclusiveStartKey: usageRecordKey(counter.userId, after) }),
        }),
      )
      return {
        items: Items.map((item) => readRow(UsageRecord, pk, item)),
        next: LastEvaluatedKey ? z.string().parse(LastEvaluatedKey.sk).slice(records.length) : null,
      }
    },
  }
}
