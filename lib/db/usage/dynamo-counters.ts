import {
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { ifConditionHolds } from '@/lib/db/dynamo/condition'
import { readBatch } from '@/lib/db/dynamo/read-batch'
import { usageCounterKey } from '@/lib/db/dynamo/table'
import { readRow } from '@/lib/db/dynamo/unreadable'
import { type CounterKey, UsageCounter, type UsageCounters } from './counters'
import { newCounterItem } from './item'

export function dynamoUsageCounters(client: DynamoDBDocumentClient, table: string): UsageCounters {
  const read = async (keys: readonly CounterKey[]) => {
    const items = await readBatch(client, table, keys.map(usageCounterKey))
    const bySk = new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]))
    return keys.map((key) => {
      const { pk, sk } = usageCounterKey(key)
      const item = bySk.get(`${pk} ${sk}`)
      return item ? readRow(UsageCounter, pk, item) : null
    })
  }

  return {
    read,

    async open(counter) {
      await ifConditionHolds(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: newCounterItem(counter),
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      )
      const [opened] = await read([counter])
      if (!opened) throw new Error('The counter was just added')
      return opened
    },

    async list({ userId, meter, from, to }) {
      const counters: UsageCounter[] = []
      const { pk } = usageCounterKey({ userId, meter, period: { start: from, source: '' } })
      let start: Record<string, unknown> | undefined
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
            ExpressionAttributeValues: {
              ':pk': pk,
              ':from': `USAGE#${meter}#${from.toISOString()}`,
              ':to': `USAGE#${meter}#${to.toISOString()}~`,
            },
            ExclusiveStartKey: start,
          }),
        )
        counters.push(...Items.map((item) => readRow(UsageCounter, pk, item)))
        start = LastEvaluatedKey
      } while (start)
      return counters
    },

    async latest({ userId, meter, before }) {
      const { pk } = usageCounterKey({ userId, meter, period: { start: before, source: '' } })
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':pk': pk,
            ':from': `USAGE#${meter}#`,
            // Without the separator: a counter that begins at that moment is not before it.
            ':to': `USAGE#${meter}#${before.toISOString()}`,
          },
          ScanIndexForward: false,
          Limit: 1,
        }),
      )
      return Items[0] ? readRow(UsageCounter, pk, Items[0]) : null
    },

    async dropHours(key, hours) {
      if (hours.length === 0) return
      await ifConditionHolds(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: usageCounterKey(key),
            UpdateExpression: `REMOVE ${hours.map((_, at) => `#h.#h${at}`).join(', ')}`,
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeNames: {
              '#h': 'hours',
              ...Object.fromEntries(hours.map((hour, at) => [`#h${at}`, hour])),
            },
          }),
        ),
      )
    },
  }
}
