import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { auditKey } from '@/lib/db/dynamo/table'
import { whyNot } from '@/lib/db/dynamo/unreadable'
import { type Audit, AuditEntry, type UnreadableAudit } from './audit'

export const dynamoAudit = (client: DynamoDBDocumentClient, table: string): Audit => ({
  async append(entry) {
    await client.send(new UpdateCommand(auditUpdate(table, entry)))
  },

  async of(userId, limit, place) {
    const found: Record<string, unknown>[] = []
    let from: Record<string, unknown> | undefined
    do {
      // DynamoDB reads at most 1 MB per query, so huge entries can make a page short.
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :audit AND :until',
          ExpressionAttributeValues: {
            ':pk': `USER#${userId}`,
            ':audit': prefix,
            ':until': `${prefix}${place ?? '~'}`,
          },
          ScanIndexForward: false,
          ConsistentRead: true,
          // One more, because the entry at `place` itself is filtered out.
          Limit: limit + 1,
          ...(from && { ExclusiveStartKey: from }),
        }),
      )
      found.push(...Items.filter(({ sk }) => sk !== `${prefix}${place}`))
      from = LastEvaluatedKey
    } while (from && found.length < limit)
    return found.slice(0, limit).map(parseOrReport)
  },
})

const prefix = 'AUDIT#'

function parseOrReport(item: Record<string, unknown>): AuditEntry | UnreadableAudit {
  const place = String(item.sk).slice(prefix.length)
  const entry = AuditEntry.safeParse(item)
  return entry.success ? entry.data : { what: 'unreadable', place, unreadable: whyNot(entry.error) }
}

/**
 * Builds the update that appends an entry. It leaves an existing entry unchanged and has no
 * condition, so it can join the transaction that changes an account without ever failing it.
 */
export function auditUpdate(table: string, entry: AuditEntry) {
  const row = Object.entries(z.encode(AuditEntry, entry))
  return {
    TableName: table,
    Key: auditKey(entry),
    UpdateExpression: `SET ${row.map(([name]) => `#${name} = if_not_exists(#${name}, :${name})`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(row.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(row.map(([name, value]) => [`:${name}`, value])),
  }
}
