import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

let path: string
let child: ChildProcess | undefined
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'dynamodb-'))
})
afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(path, { recursive: true })
})

it('keeps transactions all or nothing when the process is killed in the middle', async () => {
  let acknowledged = 0

  for (const life of [0, 1, 2, 3]) {
    const server = await start()
    if (life === 0) await createTable(server.db)
    const counts = await counters(server.db)
    expect(new Set(counts).size).toBeLessThanOrEqual(1)
    expect(counts[0] ?? 0).toBeGreaterThanOrEqual(acknowledged)

    const enough = acknowledged + 10 + Math.floor(Math.random() * 10)
    const writing = Array.from({ length: 4 }, async () => {
      for (;;) {
        await addToAll(server.db)
        acknowledged += 1
      }
    })
    const ended = Promise.allSettled(writing)
    await vi.waitFor(() => expect(acknowledged).toBeGreaterThan(enough), {
      interval: 3,
      timeout: 120_000,
    })
    server.kill()
    await ended
  }

  const server = await start()
  const counts = await counters(server.db)
  expect(counts).toHaveLength(20)
  expect(new Set(counts).size).toBe(1)
  expect(counts[0]).toBeGreaterThanOrEqual(acknowledged)
  server.kill()
})

const TableName = 'counters'

/** The database in a separate process, so that it can be killed. */
async function start() {
  const script = `
    import { startDynamodb } from ${JSON.stringify(pathToFileURL(join(__dirname, 'dynamodb.ts')))}
    const { endpoint } = await startDynamodb({ path: ${JSON.stringify(path)} })
    process.stdout.write(endpoint)`
  const server = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = server
  const [endpoint] = await once(server.stdout, 'data')
  const client = new DynamoDBClient({
    endpoint: String(endpoint),
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  })
  return { db: DynamoDBDocumentClient.from(client), kill: () => server.kill('SIGKILL') }
}

async function createTable(db: DynamoDBDocumentClient) {
  await db.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  )
  await vi.waitFor(() => counters(db))
}

const addToAll = (db: DynamoDBDocumentClient) =>
  db.send(
    new TransactWriteCommand({
      TransactItems: Array.from({ length: 20 }, (_, n) => ({
        Update: {
          TableName,
          Key: { pk: `counter-${n}` },
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      })),
    }),
  )

async function counters(db: DynamoDBDocumentClient): Promise<number[]> {
  const { Items } = await db.send(new ScanCommand({ TableName }))
  return (Items ?? []).map((item) => item.n)
}
