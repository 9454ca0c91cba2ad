import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { startDynamodb } from '@/dev/dynamodb/dynamodb'
import { seedTable } from '@/dev/seed/table'
import { setLocalAwsEnv } from '@/dev/stack/local-aws'
import { dynamoAccountPorts } from '@/lib/db/accounts/dynamo-ports'
import { memoryAccountPorts } from '@/lib/db/accounts/memory-accounts'
import type { AccountPorts } from '@/lib/db/accounts/ports'
import type { Audit } from '@/lib/db/audit/audit'
import { dynamoAudit } from '@/lib/db/audit/dynamo'
import { memoryAudit } from '@/lib/db/audit/memory'
import { documentClient } from '@/lib/db/dynamo/client'
import { accountKey } from '@/lib/db/dynamo/table'
import { dynamoLedger } from '@/lib/db/ledger/dynamo'
import type { Ledger } from '@/lib/db/ledger/ledger'
import { memoryLedger } from '@/lib/db/ledger/memory'
import { dynamoOutbox } from '@/lib/db/outbox/dynamo'
import { memoryOutbox } from '@/lib/db/outbox/memory'
import type { Outbox } from '@/lib/db/outbox/outbox'
import { dynamoRequestCounts } from '@/lib/db/rate-limits/dynamo'
import { memoryRequestCounts } from '@/lib/db/rate-limits/memory'
import type { RequestCounts } from '@/lib/db/rate-limits/request-counts'
import { dynamoTrials } from '@/lib/db/trials/dynamo'
import { memoryTrials } from '@/lib/db/trials/memory'
import type { Trials } from '@/lib/db/trials/trials'
import { dynamoUsagePorts } from '@/lib/db/usage/dynamo-ports'
import { memoryUsagePorts } from '@/lib/db/usage/memory-ports'
import type { UsagePorts } from '@/lib/db/usage/ports'

export type Database = AccountPorts &
  UsagePorts & {
    ledger: Ledger
    audit: Audit
    outbox: Outbox
    trials: Trials
    requestCounts: RequestCounts
    /** Deletes an account's row and nothing else. */
    drop(userId: string): Promise<unknown>
    close(): Promise<void>
  }

/** Both sides of the database ports, for their contract tests. */
export const databases: [name: string, open: () => Promise<Database>][] = [
  ['memory', openMemory],
  ['dynamo', () => openDynamo()],
  ['dynamo on the fast path', () => openDynamo({ fastPath: true })],
]

async function openMemory(): Promise<Database> {
  const ledger = memoryLedger(() => new Date())
  const audit = memoryAudit()
  const outbox = memoryOutbox()
  const ports = memoryAccountPorts({ ledger, audit, outbox })
  return {
    ...ports,
    ...memoryUsagePorts(),
    ledger,
    audit,
    outbox,
    trials: memoryTrials(),
    requestCounts: memoryRequestCounts(),
    drop: async (userId) => ports.accounts.drop(userId),
    close: async () => {},
  }
}

async function openDynamo(options: { fastPath?: boolean } = {}): Promise<Database> {
  const { client, table, drop, close } = await openTable(options)
  return {
    ...dynamoAccountPorts(client, table),
    ...dynamoUsagePorts(client, table),
    ledger: dynamoLedger(client, table),
    audit: dynamoAudit(client, table),
    outbox: dynamoOutbox(client, table),
    trials: dynamoTrials(client, table, 'a key'),
    requestCounts: dynamoRequestCounts(client, table),
    drop,
    close,
  }
}

/**
 * Creates a new table: in the local DynamoDB, started here in a folder that `close` removes, or at
 * `DYNAMODB_ENDPOINT` if that is set, for example AWS's own DynamoDB Local.
 */
export async function openTable({ fastPath = false } = {}): Promise<{
  client: DynamoDBDocumentClient
  table: string
  endpoint: string
  drop(userId: string): Promise<unknown>
  /** Overwrites one attribute of an account's row. */
  set(userId: string, name: string, value: unknown): Promise<unknown>
  close(): Promise<void>
}> {
  setLocalAwsEnv()
  const elsewhere = process.env.DYNAMODB_ENDPOINT
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-table-'))
  const local = elsewhere ? null : await startDynamodb({ path: folder })
  const endpoint = elsewhere ?? local?.endpoint ?? ''
  const client = documentClient({
    // A busy machine makes a test slower, not red.
    timeoutMs: 20_000,
    region: 'us-east-1',
    endpoint,
    fastPath,
  })
  const table = `tollgate-test-${randomUUID()}`
  await seedTable(client, table)
  return {
    client,
    table,
    endpoint,
    drop: (userId) => client.send(new DeleteCommand({ TableName: table, Key: accountKey(userId) })),
    set: (userId, name, value) =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: accountKey(userId),
          UpdateExpression: 'SET #name = :value',
          ExpressionAttributeNames: { '#name': name },
          ExpressionAttributeValues: { ':value': value },
        }),
      ),
    async close() {
      await client.send(new DeleteTableCommand({ TableName: table }))
      client.destroy()
      await local?.close()
      rmSync(folder, { recursive: true })
    },
  }
}
