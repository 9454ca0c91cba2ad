import { AdminAddUserToGroupCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { Page } from '@playwright/test'
import { cognitoOf } from './support/cognito'
import { inspectOnEveryScreen } from './support/inspect'
import {
  accessToken,
  cards,
  demoAccount,
  expect,
  openAs,
  openWithNewAccount,
  payWith,
  stack,
  test,
} from './test'

test('a plan bought in one window opens its features in the other when the user returns to it', async ({
  page,
  context,
}) => {
  await openWithNewAccount(page)
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/api/entitlements')) asked.push(request.url())
  })
  await page.goto('/dashboard')
  const card = page
    .getByRole('listitem')
    .filter({ hasText: 'See what your customers actually use' })
  await expect(card.getByRole('link', { name: /Included in Pro/ })).toBeVisible()
  expect(asked).toEqual([])

  const other = await context.newPage()
  await other.goto('/setup-billing?plan=pro&interval=month')
  await other.getByRole('button', { name: 'Continue to payment' }).click()
  await payWith(other, cards.works)
  await other.waitForURL('**/checkout/return**')
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))

  await expect(card.getByRole('link', { name: 'Open Analytics' })).toBeVisible()
  // The part rendered by the server is rendered again too.
  await expect(page.getByText(/You’re on Pro, with 5 of 7 features/)).toBeVisible()
  expect(asked).toHaveLength(1)
  await card.getByRole('link', { name: 'Open Analytics' }).click()
  await page.waitForURL('**/dashboard/analytics')
  await expect(page.getByRole('heading', { name: 'Analytics' })).toBeVisible()
})

test('a session that ends in another tab closes every gate, and the page asks to sign in', async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/401/)
  await openAs(page, demoAccount('pro'))
  await expect(page.getByRole('link', { name: 'Open Analytics' })).toBeVisible()

  await page.context().clearCookies()
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))

  await page.waitForURL('**/signin?next=%2Fdashboard')
})

test('a customer’s page and answers name no staff group', async ({ page }) => {
  const bodies: string[] = []
  page.on('response', async (response) => {
    if (/dashboard|entitlements/.test(response.url()) && response.status() === 200) {
      bodies.push(await response.text().catch(() => ''))
    }
  })
  await openAs(page, demoAccount('pro'))
  await page.goto('/dashboard')
  await page.evaluate(() => fetch('/api/entitlements').then((response) => response.text()))

  await expect.poll(() => bodies.filter((body) => body.includes('featuresVersion')).length).toBe(1)
  for (const body of bodies) expect(body).not.toMatch(/"(admins|managers|support)"/)
})

test('a user who bought seconds ago reaches the page with an old token', async ({ page }) => {
  await openWithNewAccount(page, '?plan=pro&interval=month')
  const cookies = await page.context().cookies(stack.app)
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payWith(page, cards.works)
  await page.waitForURL('**/checkout/return**')
  // The page to which a buyer returns refreshes the token. Here the old token is restored.
  await page.goto('about:blank')
  await page.context().addCookies(cookies)
  expect((await accessToken(page)).groups).not.toContain('pro')
  const visited = pathsVisited(page)

  await page.goto('/dashboard/analytics')

  await expect(page.getByRole('heading', { name: 'Analytics' })).toBeVisible()
  expect(visited).toEqual(['/dashboard/analytics', '/refresh', '/dashboard/analytics'])
  expect((await accessToken(page)).groups).toContain('pro')
})

test('a free user is sent straight to the plan that opens a page', async ({ page }) => {
  await openAs(page, demoAccount('free'))
  const visited = pathsVisited(page)

  await page.goto('/dashboard/analytics')

  await expect(page).toHaveURL(/\/plans\?upgrade=pro&from=%2Fdashboard%2Fanalytics$/)
  expect(visited).toEqual(['/dashboard/analytics', '/refresh', '/plans'])
})

test('a staff page asks for a new token once, and then for a staff group', async ({
  page,
  expectedErrors,
}) => {
  // There is no staff page yet.
  expectedErrors.push(/404/)
  const person = await openWithNewAccount(page)
  const before = await accessToken(page)

  await page.goto('/admin')
  await page.waitForURL('**/forbidden')
  expect((await accessToken(page)).jwt).not.toBe(before.jwt)

  await cognitoOf(stack).send(
    new AdminAddUserToGroupCommand({
      UserPoolId: stack.cognito.userPoolId,
      Username: person.email,
      GroupName: 'support',
    }),
  )
  await page.goto('/admin')
  await page.waitForURL('**/admin')
  expect((await accessToken(page)).groups).toContain('support')
})

test('the page that waits for a new token fits every screen, and offers to try again', async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_FAILED/)
  await openAs(page, demoAccount('free'))
  await page.route(`${stack.cognito.endpoint}/**`, (route) => route.abort())

  await page.goto('/admin')
  await expect(page.getByRole('heading', { name: 'Updating your session' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Try again' })).toBeVisible({ timeout: 20_000 })
  await inspectOnEveryScreen(page, 'refresh')

  await page.unrouteAll()
  await page.getByRole('link', { name: 'Try again' }).click()
  await page.waitForURL('**/forbidden')
})

/** Records the paths of the documents that a page requests, including redirects. */
function pathsVisited(page: Page): string[] {
  const paths: string[] = []
  page.on('request', (request) => {
    if (request.isNavigationRequest()) paths.push(new URL(request.url()).pathname)
  })
  return paths
}
