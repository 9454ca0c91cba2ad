import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { ifConditionHolds } from '@/lib/db/dynamo/condition'
import { IndexEntry, outboxKey } from '@/lib/db/dynamo/table'
import { orUnreadable, readRow, UnreadableRow } from '@/lib/db/dynamo/unreadable'
import { updateExpression } from '@/lib/db/dynamo/update-expression'
import { type Outbox, OutboxEntry, OutboxMessage, type UnreadableMessage } from './outbox'

export function dynamoOutbox(client: DynamoDBDocumentClient, table: string): Outbox {
  const read = async (pk: string, sk: string) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }),
    )
    return Item ? readRow(OutboxEntry, pk, { error: null, ...Item }) : null
  }
  const update = (key: string, changed: ReturnType<typeof updateExpression>) =>
    ifConditionHolds(() =>
      client.send(new UpdateCommand({ TableName: table, Key: outboxKey(key), ...changed })),
    )

  const waitingUntil = async (sortKey: string, limit: number) => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :waiting AND gsi1sk <= :until',
        ExpressionAttributeValues: { ':waiting': waiting, ':until': sortKey },
        Limit: limit,
      }),
    )
    const entries = await Promise.all(Items.map((item) => readOrReport(IndexEntry.parse(item))))
    return entries.flatMap((entry) => {
      const waits = entry !== null && ('unreadable' in entry || entry.state === 'waiting')
      return waits ? [entry] : []
    })
  }

  /** Reads a message, or reports that it can't be parsed: it must not block the others. */
  const readOrReport = async ({ pk, sk, gsi1sk }: IndexEntry) => {
    const entry = await orUnreadable(read(pk, sk))
    if (!(entry instanceof UnreadableRow)) return entry
    const key = pk.replace(/^OUTBOX#/, '')
    const dueAt = new Date(gsi1sk.slice(0, gsi1sk.indexOf('#')))
    return { key, unreadable: entry.why, dueAt } satisfies UnreadableMessage
  }

  return {
    async put(message) {
      await client.send(new UpdateCommand(outboxUpdate(table, message)))
    },

    async get(key) {
      const { pk, sk } = outboxKey(key)
      return read(pk, sk)
    },

    due: (now, limit) => waitingUntil(`${now.toISOString()}~`, limit),

    waiting: (limit) => waitingUntil('~', limit),

    take(entry, dueAt) {
      return update(
        entry.key,
        updateExpression(
          [
            [['attempts'], entry.attempts + 1],
            [['dueAt'], dueAt.toISOString()],
            [['gsi1sk'], sortKey(dueAt.toISOString(), entry.key)],
          ],
          { state: 'waiting', attempts: entry.attempts },
        ),
      )
    },

    async deferUnread(key, dueAt) {
      await update(
        key,
        updateExpression(
          [
            [['dueAt'], dueAt.toISOString()],
            [['gsi1sk'], sortKey(dueAt.toISOString(), key)],
          ],
          { gsi1pk: waiting },
        ),
      )
    },

    async recordAttempt(key, { state, error }) {
      await update(
        key,
        updateExpression(
          [
            [['state'], state],
            [['error'], error],
            [['gsi1pk'], `OUTBOX#${state}`],
          ],
          state === 'sent' ? {} : { state: 'waiting' },
        ),
      )
    },
  }
}

const waiting = 'OUTBOX#waiting'

const sortKey = (dueAt: string, key: string) => `${dueAt}#${key}`

/**
 * Builds the update that adds a message. It changes nothing if the key exists, sent or not, and has
 * no condition, so it can join the transaction that changes an account without ever failing it.
 */
export function outboxUpdate(table: string, message: OutboxMessage) {
  const row = z.encode(OutboxMessage, message)
  const values: Record<string, unknown> = {
    ...row,
    state: 'waiting',
    attempts: 0,
    dueAt: row.createdAt,
    gsi1pk: waiting,
    gsi1sk: sortKey(row.createdAt, row.key),
  }
  const names = Object.keys(values)
  return {
    TableName: table,
    Key: outboxKey(message.key),
    UpdateExpression: `SET ${names.map((name) => `#${name} = if_not_exists(#${name}, :${name})`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, values[name]])),
  }
}
