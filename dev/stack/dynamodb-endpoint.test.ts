import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { documentClient } from '@/lib/db/dynamo/client'
import { createServices } from '@/lib/services'
import { anyPort } from '@/testing/any-port'
import { type LocalDynamodb, startDynamodb } from '../dynamodb/dynamodb'
import { startStack } from './stack'

let folder: string
let dynamodb: LocalDynamodb
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-endpoint-'))
  dynamodb = await startDynamodb()
})
afterEach(async () => {
  await dynamodb.close()
  rmSync(folder, { recursive: true })
})

it('a stack uses the DynamoDB at DYNAMODB_ENDPOINT instead of its own, with a table of its own', async () => {
  const client = documentClient({ region: 'us-east-1', endpoint: dynamodb.endpoint })
  const tables = async () => (await client.send(new ListTablesCommand())).TableNames
  const env = { ...anyPort, LOG_LEVEL: 'silent', DYNAMODB_ENDPOINT: dynamodb.endpoint }

  const stack = await startStack({ folder, env })
  const { endpoint, table } = stack.at.dynamodb
  const { items } = await createServices(stack.env).accounts.list(null)
  await stack.stop()

  expect(endpoint).toBe(dynamodb.endpoint)
  expect(table).toMatch(/^tollgate-\w{12}$/)
  expect(await tables()).toEqual([table])
  expect(items).toHaveLength(stack.accounts.length)
  expect(existsSync(join(folder, 'saas/dynamodb'))).toBe(false)

  const again = await startStack({ folder, env })
  await again.stop()
  expect(await tables()).toEqual([table])
})
