import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { type Audit, AuditEntry } from './audit'
import { auditKey } from './table'

export const dynamoAudit = (client: DynamoDBDocumentClient, table: string): Audit => ({
  async append(entry) {
    await client.send(new UpdateCommand(auditUpdate(table, entry)))
  },

  async of(userId, limit, place) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :audit AND :until',
        ExpressionAttributeValues: {
          ':pk': `USER#${userId}`,
          ':audit': 'AUDIT#',
          ':until': `AUDIT#${place ?? '~'}`,
        },
        ScanIndexForward: false,
        ConsistentRead: true,
        // One that stands at `place` itself.
        Limit: limit + 1,
      }),
    )
    const older = Items.filter(({ sk }) => sk !== `AUDIT#${place}`)
    return older.slice(0, limit).map((item) => AuditEntry.parse(item))
  },
})

/**
 * As an update that leaves an entry alone which is there already: what was noted stays as it was.
 * So it can ride in the transaction that changes an account without ever failing it.
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
