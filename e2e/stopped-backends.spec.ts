import { dirname, join } from 'node:path'
import getPort from 'get-port'
import { appEnv } from '@/dev/stack/env'
import { type Stoppable, stoppable } from '@/testing/stoppable'
import { claimsOf, openSigner } from '../dev/cognito/tokens'
import { tokenOf } from './cognito'
import { type NextApp, startNextApp } from './next-app'
import { rawRequest } from './raw-request'
import { demoAccount, expect, stack, test } from './test'

/** Beyond this, a visitor takes the page for broken. */
const mostMs = 6_000

/** Each page, and what it says while a backend that it can't do without is stopped. */
const broken = 'Something went wrong on our end'
const pages: { path: string; text: string; without: Partial<Record<Name, string>> }[] = [
  { path: '/', text: 'Get paid.', without: {} },
  { path: '/plans', text: 'Choose your plan', without: {} },
  {
    path: '/plans?code=SPRING',
    text: 'Choose your plan',
    without: { stripe: 'We’ll try again at checkout' },
  },
  { path: '/docs/api', text: 'API reference', without: {} },
  { path: '/forbidden', text: 'No plan includes it', without: {} },
  { path: '/dashboard', text: 'You’re on', without: { dynamodb: broken } },
  { path: '/dashboard/analytics', text: 'Why you have access', without: { dynamodb: broken } },
  {
    path: '/settings',
    text: 'Next invoice',
    without: { dynamodb: broken, stripe: 'We can’t reach Stripe right now' },
  },
  {
    path: '/setup-billing?plan=enterprise&code=SPRING',
    text: 'Subscribe to',
    without: { dynamodb: broken, stripe: 'We can’t check it right now' },
  },
  {
    path: '/checkout/return?session_id=cs_test_1',
    text: 'We couldn’t find that checkout',
    without: { dynamodb: broken, stripe: 'We can’t confirm your payment yet' },
  },
]

const names = ['dynamodb', 'cognito', 'stripe', 'mailbox'] as const
type Name = (typeof names)[number]

test('while a backend is stopped, every page answers in time, says what is true, and recovers', async () => {
  test.setTimeout(180_000)
  const backends: Record<Name, Stoppable> = {
    dynamodb: await stoppable(stack.dynamodb.endpoint),
    cognito: await stoppable(stack.cognito.endpoint),
    stripe: await stoppable(stack.stripe.url),
    mailbox: await stoppable(stack.mailbox.url),
  }
  let app: NextApp | undefined
  try {
    app = await startOwnApp(backends)
    const { url } = app
    const headers = await session(backends.cognito.url)
    const ask = (path: string) => timed(rawRequest(url, path, { headers }))
    const askAll = () => Promise.all(pages.map(({ path }) => ask(path)))
    const expected = (name?: Name) =>
      pages.map(({ path, text, without }) => {
        const instead = name && without[name]
        return { path, says: instead ?? text }
      })
    const seen = (answers: Awaited<ReturnType<typeof askAll>>, name?: Name) =>
      expected(name).map(({ path, says }, index) => ({
        path,
        says: answers[index]?.body.includes(says) ? says : `not ${says}`,
      }))
    console.log(
      (await askAll()).map(({ status, ms }, i) => `${pages[i]?.path} ${status} ${ms}`).join('\n'),
    )
    expect(seen(await askAll())).toEqual(expected())

    for (const name of names) {
      backends[name].stop()
      const answers = await askAll().finally(() => backends[name].resume())
      console.log(
        name,
        answers.map(({ status, ms }, i) => `${pages[i]?.path} ${status} ${ms}`).join('\n'),
      )
      expect
        .soft(
          answers.map(({ ms }) => ms > mostMs),
          name,
        )
        .not.toContain(true)
      expect.soft(seen(answers, name), name).toEqual(expected(name))
      await expect.poll(async () => seen(await askAll())).toEqual(expected())
    }
  } finally {
    await app?.kill()
    await Promise.all(Object.values(backends).map((backend) => backend.close()))
  }
})

async function startOwnApp(backends: Record<Name, Stoppable>): Promise<NextApp> {
  const { cognito, dynamodb, stripe, mailbox } = stack
  const at = {
    ...stack,
    cognito: { ...cognito, endpoint: backends.cognito.url },
    dynamodb: { ...dynamodb, endpoint: backends.dynamodb.url },
    stripe: { ...stripe, url: backends.stripe.url },
    mailbox: { ...mailbox, url: backends.mailbox.url },
    appUrl: stack.app,
    cronSecret: 'none-is-needed-here',
  }
  return startNextApp('.', await getPort(), appEnv(at, process.env))
}

/** A session of the demo account on Pro, whose token names the Cognito that can be stopped. */
async function session(cognitoUrl: string): Promise<Record<string, string>> {
  const claims = claimsOf(await tokenOf(stack, demoAccount('pro')))
  const folder = dirname(
    process.env.STACK_FILES?.split(',')[Number(process.env.TEST_PARALLEL_INDEX ?? 0)] ?? '',
  )
  const signer = openSigner(join(folder, stack.catalog, 'cognito'))
  const token = signer.sign({ ...claims, iss: `${cognitoUrl}/${stack.cognito.userPoolId}` })
  const name = `CognitoIdentityServiceProvider.${stack.cognito.clientId}`
  return { cookie: `${name}.LastAuthUser=me; ${name}.me.accessToken=${token}` }
}

async function timed<T>(work: Promise<T>): Promise<T & { ms: number }> {
  const startedAt = performance.now()
  return { ...(await work), ms: Math.round(performance.now() - startedAt) }
}
