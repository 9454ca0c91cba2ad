import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { trialKey } from '@/lib/db/dynamo/table'
import { hashOf, type Trials } from './trials'

const Row = z.object({ userId: z.string() })

export const dynamoTrials = (
  client: DynamoDBDocumentClient,
  table: string,
  key: string,
): Trials => ({
  async holder(mark) {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: trialKey(hashOf(mark, key)), ConsistentRead: true }),
    )
    return Item ? Row.parse(Item).userId : null
  },

  async claim(mark, userId, at) {
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName: table,
        Key: trialKey(hashOf(mark, key)),
        UpdateExpression:
          'SET userId = if_not_exists(userId, :user), #at = if_not_exists(#at, :at)',
        ExpressionAttributeNames: { '#at': 'claimedAt' },
        ExpressionAttributeValues: { ':user': userId, ':at': at.toISOString() },
        ReturnValues: 'ALL_NEW',
      }),
    )
    return Row.parse(Attributes).userId
  },
})
