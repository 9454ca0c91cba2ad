import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { requestCountKey, timeToLiveAttribute } from '@/lib/db/dynamo/table'
import { type RequestCounts, windowMs } from './request-counts'

const Row = z.object({ requests: z.int() })

/** One unconditional write per request. Each window has a row of its own, so nothing is reset. */
export const dynamoRequestCounts = (
  client: DynamoDBDocumentClient,
  table: string,
): RequestCounts => ({
  async add(key, start) {
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName: table,
        Key: requestCountKey(key, start),
        UpdateExpression: 'ADD #requests :one SET #expires = :expires',
        ExpressionAttributeNames: { '#requests': 'requests', '#expires': timeToLiveAttribute },
        ExpressionAttributeValues: {
          ':one': 1,
          // A minute longer, for processes whose clocks are late.
          ':expires': Math.ceil((start.getTime() + 2 * windowMs) / 1000),
        },
        ReturnValues: 'UPDATED_NEW',
      }),
    )
    return Row.parse(Attributes).requests
  },
})
