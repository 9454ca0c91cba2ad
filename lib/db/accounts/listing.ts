import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { Access } from '@/lib/billing/access/access'
import { Facts } from '@/lib/billing/access/facts'
import { Time } from '@/lib/billing/time'
import { readRow, UnreadableRow } from '@/lib/db/dynamo/unreadable'
import type { Page } from '@/lib/pagination'

/** The fields of an account that a listing returns: enough to detect drift. */
export const ListedAccount = z.object({
  userId: z.string(),
  username: z.string(),
  customerId: z.string().nullable(),
  version: z.int().nonnegative(),
  /** Gates decide by the facts, so they are compared as well. */
  facts: Facts,
  access: Access.pick({
    plan: true,
    status: true,
    groups: true,
    features: true,
    permissions: true,
    currentPeriodEnd: true,
    trialExpiresAt: true,
    cancelAt: true,
    graceUntil: true,
    invoiceDueAt: true,
    nextLookAt: true,
  }),
  intents: z.record(z.string(), Time),
  /** Absent in the pages of a reconcile that an earlier version began. */
  checkout: z.object({ sessionId: z.string(), expiresAt: Time }).nullable().default(null),
})
export type ListedAccount = z.infer<typeof ListedAccount>

/** Stands in for a row that can't be parsed, so that one such row can't fail the listing. */
export const UnreadableAccount = z.object({ userId: z.string(), unreadable: z.string() })
export type UnreadableAccount = z.infer<typeof UnreadableAccount>

const Cursor = z.object({ pk: z.string(), sk: z.string() })

/**
 * Lists the accounts in the next megabyte of the table, which is what one scan reads. Other rows
 * count too, so some pages have few accounts, or none.
 */
export async function scanAccounts(
  client: DynamoDBDocumentClient,
  table: string,
  after: string | null,
): Promise<Page<ListedAccount | UnreadableAccount>> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new ScanCommand({
      TableName: table,
      FilterExpression: 'sk = :account',
      ProjectionExpression:
        'pk, userId, username, customerId, version, facts, #access, intents, checkout',
      ExpressionAttributeNames: { '#access': 'access' },
      ExpressionAttributeValues: { ':account': 'ACCOUNT' },
      ...(after !== null && { ExclusiveStartKey: Cursor.parse(JSON.parse(after)) }),
    }),
  )
  return {
    items: Items.map(listed),
    next: LastEvaluatedKey ? JSON.stringify(Cursor.parse(LastEvaluatedKey)) : null,
  }
}

function listed(item: Record<string, unknown>): ListedAccount | UnreadableAccount {
  try {
    return readRow(ListedAccount, item.pk, { customerId: null, ...item })
  } catch (error) {
    if (!(error instanceof UnreadableRow)) throw error
    return { userId: error.key.replace(/^USER#/, ''), unreadable: error.why }
  }
}
