import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { ifConditionHolds } from '@/lib/db/dynamo/condition'
import {
  IndexEntry,
  timeToLiveAttribute,
  unsentIndex,
  usageCounterKey,
  usageFlushKey,
  usageFlushPrefix,
} from '@/lib/db/dynamo/table'
import { type TransactItems, transact } from '@/lib/db/dynamo/transact'
import { readRow } from '@/lib/db/dynamo/unreadable'
import { updateExpression } from '@/lib/db/dynamo/update-expression'
import type { CounterKey } from './counters'
import { FlushState, UsageFlush, type UsageFlushes } from './flushes'
import { keptUntil } from './item'

export function dynamoUsageFlushes(client: DynamoDBDocumentClient, table: string): UsageFlushes {
  const unsent = unsentIndex('', '', new Date(0)).gsi1pk
  const indexAt = (key: CounterKey, at: Date) =>
    unsentIndex(usageCounterKey(key).sk, key.userId, at).gsi1sk
  const put = (flush: UsageFlush): TransactItems[number] => ({
    Put: {
      TableName: table,
      Item: {
        ...usageFlushKey(flush, flush.seq),
        ...z.encode(UsageFlush, flush),
        [timeToLiveAttribute]: keptUntil(flush.createdAt),
      },
    },
  })

  return {
    async due(now, limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :unsent AND gsi1sk <= :now',
          ExpressionAttributeValues: { ':unsent': unsent, ':now': `${now.toISOString()}~` },
          Limit: limit,
        }),
      )
      return Items.map((item) => counterKeyOf(IndexEntry.parse(item)))
    },

    async unsentOf(userId) {
      const keys: CounterKey[] = []
      let start: Record<string, unknown> | undefined
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :usage)',
            FilterExpression: 'attribute_exists(gsi1pk)',
            ProjectionExpression: 'pk, sk, gsi1sk',
            ExpressionAttributeValues: { ':pk': `USER#${userId}`, ':usage': 'USAGE#' },
            ExclusiveStartKey: start,
          }),
        )
        keys.push(...Items.map((item) => counterKeyOf(IndexEntry.parse(item))))
        start = LastEvaluatedKey
      } while (start)
      return keys
    },

    async state(key) {
      const Key = usageCounterKey(key)
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key, ConsistentRead: true }),
      )
      return Item ? readRow(FlushState, Key.pk, Item) : null
    },

    async claim(state, flushes, next, until) {
      const { kind } = await transact(client, [
        {
          Update: {
            TableName: table,
            Key: usageCounterKey(state),
            ...updateExpression(
              [
                [['sent'], next.sent],
                [['flushSeq'], state.flushSeq + flushes.length],
                [['billedBy'], next.billedBy],
                [['paid'], next.paid],
                [['pendingSeq'], state.flushSeq],
                [['gsi1pk'], unsent],
                [['gsi1sk'], indexAt(state, until)],
              ],
              { sent: state.sent, flushSeq: state.flushSeq, pendingSeq: null },
            ),
          },
        },
        ...flushes.map(put),
      ])
      return kind === 'written'
    },

    async settle(state, flushes, { dueAt, nextLookAt = null }) {
      const { pendingSeq } = state
      if (pendingSeq === null) return
      const update = (set: string, condition: string, more: Record<string, unknown> = {}) =>
        transact(client, [
          {
            Update: {
              TableName: table,
              Key: usageCounterKey(state),
              UpdateExpression: set,
              ConditionExpression: `pendingSeq = :pending${condition}`,
              ...(condition && { ExpressionAttributeNames: { '#total': 'total' } }),
              ExpressionAttributeValues: { ':pending': pendingSeq, ...more },
            },
          },
          ...flushes.map(put),
        ])
      const { kind } = nextLookAt
        ? await update('SET gsi1sk = :look REMOVE pendingSeq', ' AND #total = sent', {
            ':look': indexAt(state, nextLookAt),
          })
        : await update('REMOVE pendingSeq, gsi1pk, gsi1sk', ' AND #total = sent')
      if (kind !== 'refused') return
      // More was recorded meanwhile, or another process settled it.
      await update('SET gsi1sk = :due REMOVE pendingSeq', '', { ':due': indexAt(state, dueAt) })
    },

    async defer(key, until) {
      await ifConditionHolds(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: usageCounterKey(key),
            UpdateExpression: 'SET gsi1sk = :until',
            ConditionExpression: 'attribute_exists(gsi1pk)',
            ExpressionAttributeValues: { ':until': indexAt(key, until) },
          }),
        ),
      )
    },

    async list(key) {
      const flushes: UsageFlush[] = []
      const { pk } = usageFlushKey(key, 0)
      let start: Record<string, unknown> | undefined
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
            ExpressionAttributeValues: { ':pk': pk, ':prefix': usageFlushPrefix(key) },
            ExclusiveStartKey: start,
          }),
        )
        flushes.push(...Items.map((item) => readRow(UsageFlush, pk, item)))
        start = LastEvaluatedKey
      } while (start)
      return flushes
    },
  }
}

/** A counter by its keys: `USER#<sub>`, `USAGE#<meter>#<start>#<source>`. */
function counterKeyOf({ pk, sk }: IndexEntry): CounterKey {
  const parts = /^USAGE#(.*)#([^#]+)#([^#]+)$/.exec(sk)
  if (!parts) throw new Error(`${sk} is not the key of a counter`)
  const [, meter = '', start = '', source = ''] = parts
  return {
    userId: pk.replace(/^USER#/, ''),
    meter,
    period: { start: new Date(start), source },
  }
}
