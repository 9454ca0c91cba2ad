import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { type Audit, AuditEntry } from './audit'
import { auditKey } from './table'

export const dynamoAudit = (client: DynamoDBDocumentClient, table: string): Audit => ({
  async append(entry) {
    await client.send(new PutCommand(auditPut(table, entry)))
  },

  async of(userId, limit) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :audit)',
        ExpressionAttributeValues: { ':pk': `USER#${userId}`, ':audit': 'AUDIT#' },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      }),
    )
    return Items.map((item) => AuditEntry.parse(item))
  },
})

/** As a put, so that it can also ride in the transaction that changes an account. */
export const auditPut = (table: string, entry: AuditEntry) => ({
  TableName: table,
  Item: { ...auditKey(entry), ...z.encode(AuditEntry, entry) },
})
