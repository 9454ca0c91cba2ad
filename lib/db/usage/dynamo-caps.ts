import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { UsageCap } from '@/lib/billing/usage/cap'
import { spendingCapsKey } from '@/lib/db/dynamo/table'
import { readRow } from '@/lib/db/dynamo/unreadable'
import { type SpendingCaps, UsageCaps } from './caps'

/** Each meter's cap is an attribute, so that two caps can be set at once. */
const attribute = (meter: string) => `cap:${meter}`

export const dynamoSpendingCaps = (
  client: DynamoDBDocumentClient,
  table: string,
): SpendingCaps => ({
  async get(userId) {
    const Key = spendingCapsKey(userId)
    const { Item = {} } = await client.send(
      new GetCommand({ TableName: table, Key, ConsistentRead: true }),
    )
    const caps = Object.entries(Item).flatMap(([name, cap]) =>
      name.startsWith(attribute('')) ? [[name.slice(attribute('').length), cap]] : [],
    )
    return readRow(UsageCaps, Key.pk, Object.fromEntries(caps))
  },

  async set(userId, meter, cap) {
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: spendingCapsKey(userId),
        UpdateExpression: cap ? 'SET #meter = :cap' : 'REMOVE #meter',
        ExpressionAttributeNames: { '#meter': attribute(meter) },
        ...(cap && { ExpressionAttributeValues: { ':cap': z.encode(UsageCap, cap) } }),
      }),
    )
  },
})
