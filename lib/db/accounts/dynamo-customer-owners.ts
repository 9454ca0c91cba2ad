import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import { ifConditionHolds } from '@/lib/db/dynamo/condition'
import { accountKey, customerKey } from '@/lib/db/dynamo/table'
import { updateExpression } from '@/lib/db/dynamo/update-expression'
import type { CustomerOwners } from './customer-owners'

/** How many owners a process caches, which takes about ten megabytes. */
const maxCachedOwners = 100_000

export function dynamoCustomerOwners(
  client: DynamoDBDocumentClient,
  table: string,
): CustomerOwners {
  const cache = new Map<string, string>()

  /** Links a customer to a user whose row names the customer `seen` now. */
  const link = (userId: string, customerId: string, seen: string | null) => {
    const Put = ownerPut(table, userId, customerId)
    const Update = {
      TableName: table,
      Key: accountKey(userId),
      ...updateExpression([[['customerId'], customerId]], { customerId: seen }),
    }
    return ifConditionHolds(
      () => client.send(new TransactWriteCommand({ TransactItems: [{ Put }, { Update }] })),
      // `false` would say that the customer belongs to another user. A conflict doesn't say that.
      { conflictLoses: false },
    )
  }

  return {
    async ownerOf(customerId) {
      const cached = cache.get(customerId)
      if (cached) return cached
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: customerKey(customerId), ConsistentRead: true }),
      )
      // If another program wrote the row, it is ignored, and Stripe is asked for the owner.
      if (typeof Item?.userId !== 'string') return null
      if (cache.size >= maxCachedOwners) cache.clear()
      cache.set(customerId, Item.userId)
      return Item.userId
    },

    link: (userId, customerId) => link(userId, customerId, null),

    relink: (userId, gone, customerId) => link(userId, customerId, gone),
  }
}

/**
 * Writes a customer's owner, unless the customer belongs to another user. The same user may own it
 * already, if their account row was lost and created again.
 */
export const ownerPut = (table: string, userId: string, customerId: string) => ({
  TableName: table,
  Item: { ...customerKey(customerId), userId },
  ConditionExpression: 'attribute_not_exists(pk) OR userId = :userId',
  ExpressionAttributeValues: { ':userId': userId },
})
