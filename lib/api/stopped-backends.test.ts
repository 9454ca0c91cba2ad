import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { claimsOf, openSigner } from '@/dev/cognito/tokens'
import { type Stack, startStack } from '@/dev/stack/stack'
import { cognitoClient } from '@/lib/identity/cognito/client'
import { createServices } from '@/lib/services'
import { anyPort } from '@/testing/any-port'
import { createApp, exampleRequest, routeList } from '@/testing/api/app'
import { unlimited } from '@/testing/api/unlimited'
import { signed } from '@/testing/deliver'
import { type Stoppable, stoppable } from '@/testing/stoppable'
import type { Route } from './route'

type Backends = Record<'dynamodb' | 'cognito' | 'stripe' | 'mailbox', Stoppable>
type App = (request: Request) => Promise<Response>

/** The app's handlers on the local stack, each of whose parts can stop answering. */
let folder: string
let stack: Stack
let backends: Backends
let app: App
let bearer: (email: string) => Promise<Record<string, string>>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-stopped-'))
  stack = await startStack({ folder, env: { ...anyPort, LOG_LEVEL: 'silent' } })
  const { at } = stack
  backends = await openBackends()
  app = startApp(backends)

  // The app finds the pool's keys at its issuer, so that is the stoppable Cognito as well.
  const iss = `${backends.cognito.url}/${at.cognito.userPoolId}`
  const signer = openSigner(join(folder, 'saas/cognito'))
  const cognito = cognitoClient({ region: 'us-east-1', endpoint: at.cognito.endpoint })
  bearer = async (email) => {
    const password = stack.accounts.find((account) => account.email === email)?.password ?? ''
    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: at.cognito.clientId,
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    )
    const claims = claimsOf(AuthenticationResult?.AccessToken ?? '')
    return { authorization: `Bearer ${signer.sign({ ...claims, iss })}` }
  }
})

/** The stack's parts, each of which can stop answering to those who call it here. */
const openBackends = async (): Promise<Backends> => ({
  dynamodb: await stoppable(stack.at.dynamodb.endpoint),
  cognito: await stoppable(stack.at.cognito.endpoint),
  stripe: await stoppable(stack.at.stripe.url),
  mailbox: await stoppable(stack.at.mailbox.url),
})

const close = (opened: Backends) =>
  Promise.all(Object.values(opened).map((backend) => backend.close()))

/** A process that has just started: it knows no keys, prices or products yet. */
const startApp = (backends: Backends): App =>
  createApp(
    createServices({
      ...stack.env,
      DYNAMODB_ENDPOINT: backends.dynamodb.url,
      COGNITO_ENDPOINT: backends.cognito.url,
      STRIPE_API_BASE: backends.stripe.url,
      MAILBOX_URL: backends.mailbox.url,
      LOG_LEVEL: 'silent',
      ...unlimited,
    }),
  )

afterAll(async () => {
  await close(backends)
  await stack.stop()
  rmSync(folder, { recursive: true })
})

/** Jobs have most of a minute, since no visitor waits for them. */
const jobs = routeList.filter(([, { isJob }]) => isJob)
const handlers = routeList.filter(([, { isJob }]) => !isJob)

async function requestTo(route: Route): Promise<Request> {
  switch (route.caller.kind) {
    case 'stripe': {
      const { headers } = signed(String(route.example.body), {
        secret: stack.at.stripe.webhookSecret,
      })
      return exampleRequest(route, Object.fromEntries(headers))
    }
    case 'staff':
      return exampleRequest(route, await bearer('admins@example.com'))
    case 'user':
      return exampleRequest(route, await bearer('pro@example.com'))
    case 'service':
      return exampleRequest(route, { authorization: `Bearer ${stack.at.serviceKey}` })
    case 'scheduler':
      return exampleRequest(route, { authorization: `Bearer ${stack.env.CRON_SECRET}` })
    default:
      return exampleRequest(route)
  }
}

/** What these routes answer at once, and after how many milliseconds. */
async function askAll(app: App, asked: typeof routeList) {
  const requests = await Promise.all(asked.map(([, route]) => requestTo(route)))
  const answers = requests.map(async (request, index) => {
    const startedAt = performance.now()
    const response = await app(request)
    const text = await response.text()
    const ms = Math.round(performance.now() - startedAt)
    return { name: asked[index]?.[0], status: response.status, text, ms }
  })
  return Promise.all(answers)
}

/** Beyond this, a caller takes the app for broken. */
const maxMs = 6_000

const serverErrors = (answers: Awaited<ReturnType<typeof askAll>>) =>
  answers.filter(({ status }) => status >= 500)

/** What depends on a backend that is stopped says so. */
const sentence =
  /isn’t answering|taking longer than it should|too busy right now|"status":"degraded"/

describe.concurrent('handlers while a backend is stopped', () => {
  /** A process that runs knows the pool's keys. `needy` is a handler that can't do without the backend. */
  it.sequential.for([
    { name: 'dynamodb', process: 'running', needy: ['entitlements'] },
    { name: 'dynamodb', process: 'new', needy: ['entitlements'] },
    { name: 'cognito', process: 'running', needy: [] },
    { name: 'cognito', process: 'new', needy: ['entitlements'] },
    { name: 'stripe', process: 'running', needy: ['checkout'] },
    { name: 'stripe', process: 'new', needy: ['checkout', 'health'] },
    { name: 'mailbox', process: 'running', needy: [] },
  ] as const)(
    'without $name every one of a $process process answers in time, and then recovers',
    async ({ name, process, needy }, { expect }) => {
      if (process === 'new') app = startApp(backends)
      backends[name].stop()

      const stopped = await askAll(app, handlers).finally(() => backends[name].resume())

      expect(stopped.filter(({ ms }) => ms > maxMs)).toEqual([])
      const failed = serverErrors(stopped)
      expect(failed.map(({ name }) => name)).toEqual(expect.arrayContaining([...needy]))
      for (const { status, text } of failed) {
        expect({ status, text }).toEqual({ status: 503, text: expect.stringMatching(sentence) })
      }
      await expect
        .poll(async () => serverErrors(await askAll(app, handlers)), { timeout: 60_000 })
        .toEqual([])
    },
  )
})

/** A host ends a function after a minute. */
const mostMsOfJob = 56_000

// Beside the tests above, because a job waits for as long as it may. One after the other, because only
// one reconcile may run at a time.
describe.concurrent('jobs while a backend is stopped', () => {
  it.sequential.for(['dynamodb', 'cognito', 'stripe', 'mailbox'] as const)(
    'without %s every one answers before its host ends it, and then recovers',
    async (name, { expect }) => {
      const own = await openBackends()
      const app = startApp(own)
      try {
        expect(serverErrors(await askAll(app, jobs))).toEqual([])
        own[name].stop()

        const stopped = await askAll(app, jobs).finally(() => own[name].resume())

        expect(stopped.filter(({ ms }) => ms > mostMsOfJob)).toEqual([])
        for (const { status, text } of serverErrors(stopped)) {
          expect({ status, text }).toEqual({ status: 503, text: expect.stringMatching(sentence) })
        }
        await expect
          .poll(async () => serverErrors(await askAll(app, jobs)), { timeout: 60_000 })
          .toEqual([])
      } finally {
        await close(own)
      }
    },
  )
})
