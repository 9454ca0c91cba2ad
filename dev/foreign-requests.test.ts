import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCognito } from './cognito/cognito'
import { startDynamodb } from './dynamodb/dynamodb'
import { startLambda } from './lambda/lambda'
import { startMailbox } from './mailbox/mailbox'

type Backend = { port: string; close(): Promise<void> }
type Asked = { status: number; allowedOrigin: string | undefined }

const app = 'http://localhost:3000'
let folder: string
let backends: Record<'cognito' | 'dynamodb' | 'lambda' | 'mailbox', Backend>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-foreign-'))
  const cognito = await startCognito({ folder, mail: () => {}, appUrl: app })
  const dynamodb = await startDynamodb()
  const lambda = await startLambda({ hello: async () => ({ handler: async () => 'hello' }) })
  const mailbox = await startMailbox()
  backends = {
    cognito: { port: new URL(cognito.endpoint).port, close: cognito.close },
    dynamodb: { port: new URL(dynamodb.endpoint).port, close: dynamodb.close },
    lambda: { port: new URL(lambda.endpoint).port, close: lambda.close },
    mailbox: { port: new URL(mailbox.url).port, close: mailbox.close },
  }
})
afterAll(async () => {
  await Promise.all(Object.values(backends).map((backend) => backend.close()))
  rmSync(folder, { recursive: true })
})

/** Something that each backend does for a program. */
const calls = {
  cognito: {
    path: '/',
    body: '{"MaxResults":1}',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools' },
  },
  dynamodb: {
    path: '/',
    body: '{}',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=a',
    },
  },
  lambda: { path: '/2015-03-31/functions/hello/invocations', body: '{}', headers: {} },
  mailbox: {
    path: '/messages',
    body: '{"to":"a@example.com","subject":"s","text":"t"}',
    headers: { 'content-type': 'application/json' },
  },
}

/** `fetch` would not let a test choose the host's name. */
const ask = (
  name: keyof typeof calls,
  { method = 'POST', ...more }: { method?: string; origin?: string; host?: string } = {},
) =>
  new Promise<Asked>((resolve, reject) => {
    const { path, body, headers } = calls[name]
    const { port } = backends[name]
    const host = `${more.host ?? 'localhost'}:${port}`
    const sent = request(
      {
        port,
        path,
        method,
        host: '127.0.0.1',
        headers: { ...headers, host, ...(more.origin !== undefined && { origin: more.origin }) },
      },
      (answer) => {
        answer.resume()
        const allowedOrigin = answer.headers['access-control-allow-origin']
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, allowedOrigin }))
      },
    )
    sent.on('error', reject)
    sent.end(method === 'POST' ? body : undefined)
  })

const names = ['cognito', 'dynamodb', 'lambda', 'mailbox'] as const

describe.each(names)('the local %s', (name) => {
  it('answers a program, under both names of this machine', async () => {
    expect((await ask(name)).status).toBeLessThan(300)
    expect((await ask(name, { host: '127.0.0.1' })).status).toBeLessThan(300)
  })

  it.each([
    ['with the origin of another site', { origin: 'http://evil.test' }],
    ['with the origin of another port', { origin: 'http://localhost:4444' }],
    ['with a hidden origin', { origin: 'null' }],
    ['under a name of another site', { host: 'evil.test' }],
    ['with a preflight from another site', { method: 'OPTIONS', origin: 'http://evil.test' }],
  ])('refuses a page that calls it %s', async (_, how) => {
    expect(await ask(name, how)).toEqual({ status: 403, allowedOrigin: undefined })
  })
})

it('the local Cognito lets in pages of the app, and only those', async () => {
  expect(await ask('cognito', { origin: app })).toEqual({ status: 200, allowedOrigin: app })
  const preflight = await ask('cognito', { method: 'OPTIONS', origin: app })
  expect(preflight).toEqual({ status: 204, allowedOrigin: app })
})
