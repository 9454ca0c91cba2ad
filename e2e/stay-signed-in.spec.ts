import {
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import type { BrowserContext, Page } from '@playwright/test'
import { createAccount, startSession } from './support/account'
import { cognitoOf } from './support/cognito'
import { expireToken } from './support/expired'
import { inspectOnEveryScreen } from './support/inspect'
import { demoAccount, expect, newUser, openAs, stack, test } from './test'

const tokenIn = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => name.endsWith('.accessToken'))?.value
const signInLink = (page: Page) =>
  page.getByRole('navigation').getByRole('link', { name: 'Sign in' })

test('with an expired token a public page shows its subscriber, not a stranger', async ({
  page,
  context,
}) => {
  await startSession(page, stack, demoAccount('pro'))
  const old = await expireToken(context)

  // The server itself: no script could have renewed anything.
  const html = await (await page.request.get('/plans')).text()
  expect(html).toContain('Your plan')
  expect(html).not.toContain('href="/signin"')

  const renewed = (await context.cookies()).find(({ name }) => name.endsWith('.accessToken'))
  expect(renewed).toMatchObject({ secure: true, httpOnly: false, sameSite: 'Lax', path: '/' })
  expect(renewed?.value).not.toBe(old)
  await page.goto('/')
  await expect(signInLink(page)).toBeHidden()
})

test('with an expired token a protected page opens at once, also in several tabs', async ({
  page,
  context,
}) => {
  await startSession(page, stack, demoAccount('pro'))
  await expireToken(context)
  const other = await context.newPage()
  const visited = new Set<string>()
  for (const tab of [page, other]) {
    tab.on('framenavigated', (frame) => visited.add(new URL(frame.url()).pathname))
  }

  await Promise.all([page.goto('/dashboard/analytics'), other.goto('/settings')])

  await expect(page.getByRole('heading', { level: 1, name: 'Analytics' })).toBeVisible()
  await expect(other.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  expect([...visited].sort()).toEqual(['/dashboard/analytics', '/settings'])
})

test('a link within the app opens a page after the token has expired', async ({
  page,
  context,
}) => {
  await openAs(page, demoAccount('pro'))
  const old = await expireToken(context)

  await page.getByRole('link', { name: 'Open Analytics' }).click()

  await expect(page.getByRole('heading', { level: 1, name: 'Analytics' })).toBeVisible()
  expect(await tokenIn(context)).not.toBe(old)
})

test('a session that was ended everywhere is not renewed, and this browser forgets it', async ({
  page,
  context,
  expectedErrors,
}) => {
  expectedErrors.push(/400/)
  const person = newUser()
  await createAccount(stack, person)
  await startSession(page, stack, person)
  await endEverywhere(cognitoOf(stack), person.email)
  const old = await expireToken(context)

  const html = await (await page.request.get('/plans')).text()
  expect(html).toContain('href="/signin"')
  expect(await tokenIn(context)).toBe(old)

  await page.goto('/dashboard')
  await expect(page).toHaveURL(/\/signin\?next=%2Fdashboard/)
  await expect(page.getByLabel('Email')).toBeVisible()
  expect(await tokenIn(context)).toBeUndefined()
})

test('an open page renews its token before it expires', async ({ page, context }) => {
  await page.clock.install()
  await openAs(page, demoAccount('pro'))
  const first = await tokenIn(context)
  await page.waitForLoadState('networkidle')

  await page.clock.runFor('13:30')
  expect(await tokenIn(context)).toBe(first)
  await page.clock.runFor('00:45')

  await expect.poll(() => tokenIn(context)).not.toBe(first)
})

test('signing out in another tab ends a renewal that is under way', async ({ page, context }) => {
  await page.clock.install()
  await openAs(page, demoAccount('pro'))
  await page.waitForLoadState('networkidle')
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  const isAsked = page.waitForRequest((request) => request.url().startsWith(stack.cognito.endpoint))
  await page.route(`${stack.cognito.endpoint}/**`, async (route) => {
    await held
    await route.continue()
  })
  await page.clock.runFor('14:30')
  await isAsked

  const other = await context.newPage()
  await other.goto('/signout')
  await other.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
  answer()
  await other.waitForURL(`${stack.app}/`)

  expect((await context.cookies()).filter(({ name }) => name.includes('Cognito'))).toEqual([])
  await other.goto('/dashboard')
  await expect(other).toHaveURL(/\/signin/)
})

test('while Cognito hangs, the sign-in page says that the session is kept, and recovers', async ({
  page,
  context,
}) => {
  await openAs(page, demoAccount('pro'))
  const cookie = (await context.cookies()).find(({ name }) => name.endsWith('.accessToken'))
  if (!cookie) throw new Error('This browser has no session')
  // The server refuses it, and can’t renew it: it never was a token of ours.
  await context.addCookies([{ ...cookie, value: cookie.value.replace(/.{8}$/, 'AAAAAAAA') }])
  await context.route(`${stack.cognito.endpoint}/**`, () => {
    // Never answered.
  })

  await page.goto('/settings')
  await expect(page.getByText('You’re still signed in in this browser')).toBeVisible()

  await context.unroute(`${stack.cognito.endpoint}/**`)
  await page.getByRole('link', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
})

const endEverywhere = (cognito: CognitoIdentityProviderClient, Username: string) =>
  cognito.send(
    new AdminUserGlobalSignOutCommand({ UserPoolId: stack.cognito.userPoolId, Username }),
  )

test.describe('after a new build', () => {
  test('a page whose code is gone is loaded again, once', async ({ page, expectedErrors }) => {
    expectedErrors.push(/Failed to load/, /ERR_FAILED/, /ChunkLoadError/, /chunk/)
    await page.goto('/terms', { waitUntil: 'networkidle' })
    let isGone = true
    const gone: string[] = []
    await page.route('**/_next/static/chunks/**', async (route) => {
      if (!isGone) return route.continue()
      gone.push(route.request().url())
      await route.abort()
    })
    page.on('request', (request) => {
      if (request.isNavigationRequest()) isGone = false
    })

    await page.getByRole('link', { name: 'Plans' }).first().click()

    await expect(page.getByRole('heading', { level: 1, name: 'Choose your plan' })).toBeVisible()
    await expect(page.getByText('Part of this page didn’t load')).toBeHidden()
    expect(gone).not.toEqual([])
  })

  test('a page that can’t load code says so while the network is away, and recovers', async ({
    page,
    expectedErrors,
  }) => {
    expectedErrors.push(/Failed to load/, /ERR_FAILED/, /ChunkLoadError/, /chunk/)
    await page.goto('/terms', { waitUntil: 'networkidle' })
    let isAway = true
    let loads = 0
    await page.route(/_next\/static\/chunks|api\/health/, (route) =>
      isAway ? route.abort() : route.continue(),
    )
    page.on('request', (request) => {
      if (request.isNavigationRequest()) loads += 1
    })

    await page.getByRole('link', { name: 'Plans' }).first().click()

    await expect(
      page.getByRole('heading', { level: 1, name: 'Part of this page didn’t load' }),
    ).toBeVisible()
    await expect(page.getByText('We’ve logged the error')).toBeHidden()
    await inspectOnEveryScreen(page, 'not-loaded')
    expect(loads).toBe(0)
    isAway = false
    await page.getByRole('button', { name: 'Reload the page' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Choose your plan' })).toBeVisible()
    expect(loads).toBe(1)
  })
})
