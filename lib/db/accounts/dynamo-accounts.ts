import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { ifConditionHolds } from '@/lib/db/dynamo/condition'
import { accountKey } from '@/lib/db/dynamo/table'
import { updateExpression } from '@/lib/db/dynamo/update-expression'
import { type Accounts, OpenCheckout } from './accounts'
import { ownerPut } from './dynamo-customer-owners'
import { accountUpdater } from './dynamo-update'
import { fromItem, toItem } from './item'
import { scanAccounts } from './listing'

export function dynamoAccounts(client: DynamoDBDocumentClient, table: string): Accounts {
  const update = accountUpdater(client, table)

  const read = async (userId: string) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: accountKey(userId), ConsistentRead: true }),
    )
    return Item ? fromItem(Item) : null
  }

  return {
    get: read,

    async create(account) {
      const { userId, customerId } = account
      const row = {
        TableName: table,
        Item: toItem(account),
        ConditionExpression: 'attribute_not_exists(pk)',
      }
      const added = await ifConditionHolds(
        () =>
          customerId
            ? client.send(
                new TransactWriteCommand({
                  TransactItems: [{ Put: row }, { Put: ownerPut(table, userId, customerId) }],
                }),
              )
            : client.send(new PutCommand(row)),
        { conflictLoses: false },
      )
      if (added) return account
      const known = await read(userId)
      if (!known) throw new Error(`Customer ${customerId} belongs to another account`)
      return known
    },

    changeEmail: (userId, seen, email) =>
      update(userId, updateExpression([[['email'], email]], { email: seen })),

    swapCheckout(userId, seen, next) {
      return update(
        userId,
        updateExpression(
          [
            [['checkout'], next && z.encode(OpenCheckout, next)],
            [['checkoutId'], next?.sessionId ?? null],
          ],
          { checkoutId: seen },
        ),
      )
    },

    list: (after) => scanAccounts(client, table, after),

    async ping() {
      await client.send(new DescribeTableCommand({ TableName: table }))
    },
  }
}
