import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { eventKey, IndexEntry } from '@/lib/db/dynamo/table'
import { orUnreadable, readRow, UnreadableRow } from '@/lib/db/dynamo/unreadable'
import { Delivery, expiryOf, failedSortKey, type Ledger, LedgerEntry } from './ledger'

export function dynamoLedger(
  client: DynamoDBDocumentClient,
  table: string,
  now: () => Date = () => new Date(),
): Ledger {
  const read = async (Key: { pk: string; sk: string }) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key, ConsistentRead: true }),
    )
    const entry = Item ? readRow(LedgerEntry, Key.pk, Item) : null
    // DynamoDB may delete expired rows days late.
    return entry && expiryOf(entry) > now() ? entry : null
  }

  return {
    async record(delivery) {
      await client.send(new UpdateCommand(recordUpdate(table, delivery)))
    },

    get: (eventId) => read(eventKey(eventId)),

    async failed({ since = new Date(0), after, limit }) {
      const from = since.toISOString()
      const until = after ?? '~'
      if (until < from) return { entries: [], next: null }
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :failed AND gsi1sk BETWEEN :from AND :until',
          ExpressionAttributeValues: { ':failed': failedIndex, ':from': from, ':until': until },
          ScanIndexForward: false,
          // Two more: the row at `until`, which is filtered out, and one that shows if a page
          // follows.
          Limit: limit + 2,
        }),
      )
      const found = Items.map((item) => IndexEntry.parse(item)).filter(
        ({ gsi1sk }) => gsi1sk < until,
      )
      const page = found.slice(0, limit)
      const entries = await Promise.all(page.map(({ pk, sk }) => orUnreadable(read({ pk, sk }))))
      return {
        // The index lags: an event that was processed or failed again since isn't on this page.
        entries: entries.flatMap((entry, at) => {
          if (entry instanceof UnreadableRow) {
            return { eventId: entry.key.replace(/^EVENT#/, ''), unreadable: entry.why }
          }
          const isThis = entry?.outcome === 'failed' && failedSortKey(entry) === page[at]?.gsi1sk
          return isThis ? entry : []
        }),
        next: found.length > limit ? (page.at(-1)?.gsi1sk ?? null) : null,
      }
    },
  }
}

const failedIndex = 'FAILED'

/** Builds the update that records a delivery, alone or in the transaction of an account. */
export function recordUpdate(table: string, delivery: Delivery) {
  const row = z.encode(Delivery, delivery)
  const failed = row.outcome === 'failed'
  const values: Record<string, unknown> = {
    ...row,
    expiresAt: Math.floor(expiryOf(delivery).getTime() / 1000),
    ...(failed && { gsi1pk: failedIndex, gsi1sk: failedSortKey(delivery) }),
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
