import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { Delivery, type Ledger, ledgerDays } from './ledger'
import { eventKey } from './table'

export const dynamoLedger = (client: DynamoDBDocumentClient, table: string): Ledger => ({
  async record(delivery) {
    await client.send(new UpdateCommand(recordUpdate(table, delivery)))
  },

  async get(eventId) {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: eventKey(eventId), ConsistentRead: true }),
    )
    return Item ? Delivery.extend({ attempts: z.int() }).parse(Item) : null
  },
})

/** As an update, so that it can also ride in the transaction that saves an account. */
export function recordUpdate(table: string, delivery: Delivery) {
  const { outcome, ...row } = z.encode(Delivery, delivery)
  const failed = outcome === 'failed'
  const values: Record<string, unknown> = {
    ...row,
    outcome,
    expiresAt: Math.floor(delivery.receivedAt.getTime() / 1000) + ledgerDays * 86_400,
    ...(failed && { gsi1pk: 'FAILED', gsi1sk: `${row.receivedAt}#${row.eventId}` }),
  }
  const names = Object.keys(values)
  return {
    TableName: table,
    Key: eventKey(delivery.eventId),
    UpdateExpression: [
      `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      failed ? '' : 'REMOVE gsi1pk, gsi1sk',
      'ADD attempts :one',
    ].join(' '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ':one': 1,
      ...Object.fromEntries(names.map((name) => [`:${name}`, values[name]])),
    },
  }
}
