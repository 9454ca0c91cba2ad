import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { dynamoAccountPorts } from '@/lib/db/accounts/dynamo-ports'
import { dynamoLedger } from '@/lib/db/ledger/dynamo'
import { createServices } from '@/lib/services'
import { openTable } from '@/testing/databases'
import { account, delivery } from '@/testing/rows'
import { documentClient } from './client'

type Call = { bySdk: boolean; target: string; token: string | undefined }
type Answer = { status: number; body: object } | 'none'

/** A fake DynamoDB that answers as the test says, and records the calls. */
let answer: (call: Call) => Answer
let calls: Call[]
let endpoint: string
let client: DynamoDBDocumentClient
let close: () => void

beforeEach(async () => {
  calls = []
  answer = () => ok
  const server = createServer(async (request, response) => {
    const call = await callOf(request)
    calls.push(call)
    const given = answer(call)
    if (given === 'none') return void request.socket.destroy()
    response.writeHead(given.status, { 'content-type': 'application/x-amz-json-1.0' })
    response.end(JSON.stringify(given.body))
  })
  await new Promise<void>((listening) => server.listen(0, listening))
  const { port } = server.address() as AddressInfo
  endpoint = `http://localhost:${port}`
  client = documentClient({ region: 'us-east-1', endpoint, fastPath: true })
  close = () => {
    server.closeAllConnections()
    server.close()
  }
  // The first call goes through the SDK.
  await get()
  calls = []
})
afterEach(() => close())

const ok = { status: 200, body: { Item: { pk: { S: 'a' }, list: { L: [{ N: '7' }] } } } }
const refused = (type: string, status = 400) => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type },
})
const unlessBySdk = (other: Answer) => {
  answer = ({ bySdk }) => (bySdk ? ok : other)
}
const Key = { pk: 'a', sk: 'b' }
const get = () => client.send(new GetCommand({ TableName: 'table', Key }))
const update = () =>
  client.send(new UpdateCommand({ TableName: 'table', Key, UpdateExpression: 'REMOVE x' }))

it('is off by default: every call goes through the SDK', async () => {
  const usual = documentClient({ region: 'us-east-1', endpoint })
  for (let i = 0; i < 2; i++) await usual.send(new GetCommand({ TableName: 'table', Key }))

  expect(calls.map(({ bySdk }) => bySdk)).toEqual([true, true])
})

it.each([
  { setting: '', bySdk: [true, true] },
  { setting: '0', bySdk: [true, true] },
  { setting: '1', bySdk: [true, false] },
])('follows DYNAMODB_FAST_PATH=$setting', async ({ setting, bySdk }) => {
  answer = () => ({ status: 200, body: {} })
  const { accounts } = createServices({
    APP_URL: 'http://localhost:3000',
    STRIPE_SECRET_KEY: 'sk_test_123',
    STRIPE_WEBHOOK_SECRET: 'whsec_abc',
    COGNITO_USER_POOL_ID: 'pool',
    COGNITO_CLIENT_ID: 'client-1',
    AWS_REGION: 'us-east-1',
    BILLING_TABLE: 'table',
    LOCAL_STACK: '1',
    DYNAMODB_ENDPOINT: endpoint,
    DYNAMODB_FAST_PATH: setting,
  })

  for (let i = 0; i < 2; i++) expect(await accounts.get('user-1')).toBeNull()

  expect(calls.map((call) => call.bySdk)).toEqual(bySdk)
})

it('bypasses the SDK after the first call, with the same results', async () => {
  const { Item } = await get()

  expect(Item).toEqual({ pk: 'a', list: [7] })
  expect(calls).toEqual([{ bySdk: false, target: 'GetItem', token: undefined }])
})

it.each<[string, Answer]>([
  ['a failure of DynamoDB’s', refused('InternalServerError', 500)],
  ['too many requests', refused('ThrottlingException')],
  ['a signature that is not believed', refused('InvalidSignatureException')],
  ['no answer', 'none'],
])('leaves %s to the SDK, which sends the call again', async (_, failure) => {
  unlessBySdk(failure)

  expect((await get()).Item).toEqual({ pk: 'a', list: [7] })
  expect(calls.map(({ bySdk }) => bySdk)).toEqual([false, true])
})

it('throws the SDK’s own errors', async () => {
  answer = () => refused('ConditionalCheckFailedException')

  await expect(update()).rejects.toThrow(ConditionalCheckFailedException)
  expect(calls.map(({ bySdk }) => bySdk)).toEqual([false])
})

it.each([
  { reasons: ['None', 'ConditionalCheckFailed'], bySdk: [false] },
  { reasons: ['ConditionalCheckFailed', 'TransactionConflict'], bySdk: [false] },
  { reasons: ['None', 'TransactionConflict'], bySdk: [false, true] },
  { reasons: ['ThrottlingError'], bySdk: [false, true] },
])(
  'sends a transaction canceled for $reasons to the SDK only if the condition may hold',
  async (its) => {
    const CancellationReasons = its.reasons.map((Code) => ({ Code, Message: null }))
    const { status, body } = refused('TransactionCanceledException')
    answer = () => ({ status, body: { ...body, CancellationReasons } })
    const Update = { TableName: 'table', Key, UpdateExpression: 'REMOVE x' }

    const error = await client
      .send(new TransactWriteCommand({ TransactItems: [{ Update }] }))
      .catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(TransactionCanceledException)
    expect(error).toMatchObject({ CancellationReasons: its.reasons.map((Code) => ({ Code })) })
    expect(calls.map(({ bySdk }) => bySdk)).toEqual(its.bySdk)
  },
)

it('gives a transaction one token on both paths', async () => {
  unlessBySdk('none')
  const Update = { TableName: 'table', Key, UpdateExpression: 'REMOVE x' }

  await client.send(new TransactWriteCommand({ TransactItems: [{ Update }] }))
  const [first, second] = calls

  expect(first?.token).toMatch(/^[0-9a-f-]{36}$/)
  expect(second?.token).toBe(first?.token)
})

it('is accepted by DynamoDB: no call falls back to the SDK', async () => {
  const at = await openTable({ fastPath: true })
  try {
    const { accounts, accountWrites } = dynamoAccountPorts(at.client, at.table)
    const row = await accounts.create(account())
    let long = 0
    at.client.middlewareStack.add(
      (next) => async (args) => {
        long++
        return next(args)
      },
      { step: 'finalizeRequest' },
    )

    expect(await accountWrites.save(row.userId, 0, row, null)).toBe(true)
    const saved = await accountWrites.save(row.userId, 1, row, null, { delivery: delivery() })
    expect(saved).toBe(true)
    // Lost writes, too.
    expect(await accountWrites.save(row.userId, 1, row, null)).toBe(false)
    const late = await accountWrites.save(row.userId, 1, row, null, { delivery: delivery() })
    expect(late).toBe(false)
    await dynamoLedger(at.client, at.table).record(delivery())
    expect(await accounts.get(row.userId)).toMatchObject({ ...row, version: 2 })

    expect(long).toBe(0)
  } finally {
    await at.close()
  }
})

async function callOf(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const { ClientRequestToken: token }: { ClientRequestToken?: string } = JSON.parse(
    Buffer.concat(chunks).toString(),
  )
  return {
    bySdk: request.headers['amz-sdk-request'] !== undefined,
    target: String(request.headers['x-amz-target']).replace('DynamoDB_20120810.', ''),
    token,
  }
}
