import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { dueIndex } from '@/lib/db/dynamo/table'
import { updateExpression } from '@/lib/db/dynamo/update-expression'
import { accountUpdater, dueFields } from './dynamo-update'
import type { SweepQueue } from './sweep-queue'

export function dynamoSweepQueue(client: DynamoDBDocumentClient, table: string): SweepQueue {
  const update = accountUpdater(client, table)

  return {
    async due(now, limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :due AND gsi1sk <= :now',
          ExpressionAttributeValues: { ':due': 'DUE', ':now': `${now.toISOString()}~` },
          Limit: limit,
        }),
      )
      return Items.map(({ pk }) =>
        z
          .string()
          .parse(pk)
          .replace(/^USER#/, ''),
      )
    },

    defer(userId, version, dueAt) {
      return update(userId, updateExpression(dueFields(userId, dueAt), { version }))
    },

    deferUnread(userId, dueAt) {
      const { gsi1pk } = dueIndex(userId, dueAt)
      return update(userId, updateExpression(dueFields(userId, dueAt), { gsi1pk }))
    },

    reschedule(userId, version, dueAt) {
      const expression = updateExpression(dueFields(userId, dueAt), { version })
      return update(userId, {
        ...expression,
        // By size, because dynalite never finds two maps equal, not even empty ones.
        ConditionExpression: `${expression.ConditionExpression} AND size(intents) = :none`,
        ExpressionAttributeValues: { ...expression.ExpressionAttributeValues, ':none': 0 },
      })
    },
  }
}
