import { dirname, join } from 'node:path'
import getPort from 'get-port'
import { appEnv } from '@/dev/stack/env'
import { unlimited } from '@/testing/api/unlimited'
import { rawRequest } from '@/testing/raw-request'
import { type Stoppable, stoppable } from '@/testing/stoppable'
import { claimsOf, openSigner } from '../dev/cognito/tokens'
import { tokensOf } from './support/cognito'
import { type NextApp, startNextApp } from './support/next-app'
import { demoAccount, expect, stack, stackFile, test } from './test'

/** After this time a visitor thinks that the page is broken. */
const maxMs = 6_000

type Name = 'dynamodb' | 'cognito' | 'stripe' | 'mailbox'
type Page = {
  path: string
  user?: 'free' | 'pro' | 'expired'
  /** The text that the page shows. */
  text: string
  /** The text that it shows instead while a backend that it needs is stopped. */
  without?: Partial<Record<Name, string | typeof broken>>
}

/** Next sends an error page as a 500 without text, which the browser then renders. */
const broken = 500
const pages: Page[] = [
  { path: '/', text: 'Get paid.' },
  { path: '/terms', user: 'expired', text: 'Terms' },
  { path: '/plans', user: 'pro', text: 'Choose your plan' },
  {
    path: '/plans?code=NEW',
    text: 'isn’t a valid code',
    without: { stripe: 'We’ll try again at checkout' },
  },
  { path: '/docs/api', text: 'OpenAPI 3.1 document' },
  { path: '/forbidden', text: 'No plan includes it' },
  { path: '/signin', text: 'Create an account' },
  { path: '/dashboard', user: 'pro', text: 'You’re on', without: { dynamodb: broken } },
  {
    path: '/dashboard/analytics',
    user: 'pro',
    text: 'Why you have access',
    without: { dynamodb: broken },
  },
  {
    path: '/settings',
    user: 'pro',
    text: 'Next invoice',
    without: { dynamodb: broken, stripe: 'We can’t reach Stripe right now' },
  },
  {
    path: '/setup-billing?plan=pro&code=NEW',
    user: 'free',
    text: 'It’s invalid, expired',
    without: { dynamodb: broken, stripe: 'Reload this page in a moment' },
  },
  {
    path: '/checkout/return?session_id=cs_test_1',
    user: 'free',
    text: 'We couldn’t find that checkout',
    without: { dynamodb: broken, stripe: 'We can’t confirm your payment yet' },
  },
]

test('while a backend is stopped, every page answers in time, shows a true message, and recovers', async ({
  page,
  context,
  expectedErrors,
}) => {
  // The page's own error, and what React then throws in the browser.
  expectedErrors.push(/500/, /React error #441/)
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
    const sessions = {
      free: await sessionFrom(backends.cognito.url, 'free'),
      pro: await sessionFrom(backends.cognito.url, 'pro'),
      // One that the middleware tries to renew.
      expired: await sessionFrom(backends.cognito.url, 'pro', { exp: 1 }),
    }
    let looks = 0
    /** For each page the expected text, or `true` if the page shows it. */
    const look = (stopped?: Name) => {
      // A code is cached for a minute.
      const code = `NEW-${looks++}`
      return Promise.all(
        pages.map(async ({ path, user, text, without }) => {
          const startedAt = performance.now()
          const { status, body } = await rawRequest(url, path.replace('NEW', code), {
            headers: user ? sessions[user] : {},
          })
          const says = (stopped && without?.[stopped]) ?? text
          const isInTime = performance.now() - startedAt <= maxMs
          const isThere = says === broken ? status === broken : status < 400 && body.includes(says)
          return { path, says, isThere, isInTime }
        }),
      )
    }
    const well = (seen: Awaited<ReturnType<typeof look>>) =>
      seen.map((page) => ({ ...page, isThere: true, isInTime: true }))

    const before = await look()
    expect(before).toEqual(well(before))

    for (const name of ['dynamodb', 'cognito', 'stripe', 'mailbox'] as const) {
      backends[name].stop()
      const seen = await look(name).finally(() => backends[name].resume())
      expect.soft(seen, `without ${name}`).toEqual(well(seen))
      await expect(async () => expect(await look()).toEqual(well(before))).toPass()
    }

    // The whole page, as a visitor sees it.
    for (const backend of Object.values(backends)) backend.stop()
    const seen = await look('dynamodb')
    expect.soft(seen.filter(({ isInTime }) => !isInTime)).toEqual([])
    const cookies = sessions.pro.cookie.split('; ').map((cookie) => cookie.split('='))
    await context.addCookies(cookies.map(([name = '', value = '']) => ({ name, value, url })))
    await page.goto(`${url}/dashboard`)
    await expect(
      page.getByRole('heading', { name: 'Something went wrong on our end' }),
    ).toBeVisible()
    for (const backend of Object.values(backends)) backend.resume()
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText('You’re on Pro')).toBeVisible()
    await page.goto('about:blank')
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
  return startNextApp('.', await getPort(), { ...appEnv(at, process.env), ...unlimited })
}

/** A session whose token names the Cognito that can be stopped. */
async function sessionFrom(
  cognitoUrl: string,
  account: string,
  changed: object = {},
): Promise<{ cookie: string }> {
  const { clientId, userPoolId } = stack.cognito
  const { accessToken, refreshToken } = await tokensOf(stack, demoAccount(account))
  const signer = openSigner(join(dirname(stackFile), stack.catalog, 'cognito'))
  const iss = `${cognitoUrl}/${userPoolId}`
  const token = signer.sign({ ...claimsOf(accessToken), iss, ...changed })
  const name = `CognitoIdentityServiceProvider.${clientId}`
  const cookies = { LastAuthUser: 'me', 'me.accessToken': token, 'me.refreshToken': refreshToken }
  return {
    cookie: Object.entries(cookies)
      .map(([key, value]) => `${name}.${key}=${value}`)
      .join('; '),
  }
}
