import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import { localAwsEnv } from '@/dev/stack/local-aws'
import { dynamoAccountPorts } from '@/lib/db/accounts/dynamo-ports'
import { dynamoUsagePorts } from '@/lib/db/usage/dynamo-ports'
import { openTable } from '@/testing/databases'
import { account } from '@/testing/rows'
import { createWorld, serviceSecret, type World } from '@/testing/world'
import { currentUsage } from './read-usage'
import { recordUsage } from './record-usage'
import type { UsageServices } from './services'

/*
 * A hard limit on real conditional writes: those of the local DynamoDB. Free includes 1,000 API
 * calls, and each entry is ten: so 100 fit. `bench/usage.ts` does the same with 1,000 records.
 */
let world: World
let table: Awaited<ReturnType<typeof openTable>>
let services: UsageServices
let userId: string
beforeAll(async () => {
  world = await createWorld()
  table = await openTable({ fastPath: true })
  services = {
    ...world.services,
    ...dynamoAccountPorts(table.client, table.table),
    ...dynamoUsagePorts(table.client, table.table),
    now: () => new Date(),
  }
})
beforeEach(async () => {
  const row = account({ version: 1, dueAt: null, createdAt: new Date() })
  await services.accounts.create(row)
  userId = row.userId
})
afterAll(async () => {
  await table.close()
  await world.close()
})

const entry = (id: number) => ({ id: `id-${id}`, userId, meter: 'api_calls', quantity: 10 })
const ids = (many: number) => Array.from({ length: many }, (_, id) => id)

async function used(): Promise<number> {
  const row = await services.accounts.get(userId)
  if (!row) throw new Error('The account is gone')
  const { counters } = await currentUsage(services, row, ['api_calls'])
  return counters.reduce((sum, { total }) => sum + total, 0)
}

it('accepts exactly as many of 200 concurrent records as fit, and answers each', async () => {
  const answers = await Promise.all(
    ids(200).map((id) => recordUsage(services, [{ ...entry(id), at: null }], null)),
  )

  const outcomes = answers.flat().map((one) => ('code' in one ? one.code : one.outcome))
  expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(100)
  expect(outcomes.filter((outcome) => outcome === 'limit_reached')).toHaveLength(100)
  expect(await used()).toBe(1_000)
})

it('counts each id once through two processes, of which one is killed and all is sent again', async () => {
  const [first, second] = await Promise.all([startProcess(), startProcess()])
  /** A batch of five, sent until it is answered. Every other batch goes to each process. */
  const send = async (to: string, batch: number): Promise<string[]> => {
    const body = JSON.stringify(ids(5).map((id) => entry(batch * 5 + id)))
    const headers = { authorization: `Bearer ${serviceSecret}` }
    const response = await fetch(to, { method: 'POST', headers, body })
    return response.ok ? outcomesOf(await response.json()) : send(to, batch)
  }

  const lost: number[] = []
  let answered = 0
  await Promise.all(
    ids(16).map(async (batch) => {
      try {
        await send(batch % 2 ? first.url : second.url, batch)
        if (++answered === 2) first.kill()
      } catch {
        lost.push(batch)
      }
    }),
  )
  expect(lost.length).toBeGreaterThan(0)
  const again = await Promise.all(ids(16).map((batch) => send(second.url, batch)))

  expect(again.flat().filter((one) => !['recorded', 'duplicate'].includes(one))).toEqual([])
  expect(again.flat()).toHaveLength(80)
  expect(await used()).toBe(800)
})

const outcomesOf = ({ results }: { results: { outcome: string }[] }) =>
  results.map(({ outcome }) => outcome)

/** The app's route in a process of its own, on the same table. */
async function startProcess(): Promise<{ url: string; kill(): void }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'testing/usage-process.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...localAwsEnv,
      LOCAL_STACK: '1',
      APP_URL: 'http://localhost:1',
      STRIPE_SECRET_KEY: 'sk_test_unused',
      STRIPE_WEBHOOK_SECRET: 'whsec_unused',
      COGNITO_USER_POOL_ID: 'us-east-1_Unused',
      COGNITO_CLIENT_ID: 'unused',
      AWS_REGION: 'us-east-1',
      BILLING_TABLE: table.table,
      DYNAMODB_ENDPOINT: table.endpoint,
      SERVICE_KEYS: `api:${serviceSecret}`,
      LOG_LEVEL: 'silent',
    },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [url] = await once(child.stdout, 'data')
  return { url: String(url).trim(), kill: () => void child.kill('SIGKILL') }
}
