import type { Page } from '@playwright/test'
import { inspectOnEveryScreen } from './support/inspect'
import { demoAccount, expect, openAs, stack, test } from './test'

const visitorPages = [
  '/',
  '/plans',
  '/plans?interval=year',
  '/signin',
  '/signup',
  '/forgot-password',
  '/docs/api',
  '/status',
  '/terms',
  '/privacy',
]
const memberPages = ['/dashboard', '/dashboard/analytics', '/settings', '/setup-billing']

for (const path of [...visitorPages, '/no-such-page', '/forbidden']) {
  test(`${path} is accessible and fits`, async ({ page, expectedErrors }) => {
    if (path === '/no-such-page') expectedErrors.push(/404/)
    await page.goto(path)
    await inspectOnceShown(page, path)
  })
}

for (const path of memberPages) {
  test(`${path} is accessible and fits`, async ({ page }) => {
    await openAs(page, demoAccount('pro'), path)
    await inspectOnceShown(page, path)
  })
}

async function inspectOnceShown(page: Page, path: string) {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await inspectOnEveryScreen(page, fileName(path))
}

const fileName = (path: string) => path.replace(/^\//, '').replace(/\W+/g, '-') || 'home'

test('a user gets from the front page to a plan with the keyboard alone', async ({ page }) => {
  await page.goto('/')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: /skip/i })).toBeFocused()

  const plans = page.getByRole('link', { name: /plans/i }).first()
  for (let presses = 0; presses < 15; presses++) {
    await page.keyboard.press('Tab')
    if (await plans.evaluate((link) => link === document.activeElement)) break
  }
  await expect(plans).toBeFocused()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/plans**')
})

test('every page has every security header, and a Content-Security-Policy with a nonce of its own', async ({
  request,
}) => {
  const policies = new Set<string>()
  for (const path of ['/', '/plans', '/signin', '/no-such-page']) {
    const headers = (await request.get(path)).headers()
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'strict-transport-security': expect.stringContaining('max-age='),
      'permissions-policy': expect.stringContaining('camera=()'),
    })
    const policy = headers['content-security-policy'] ?? ''
    expect(policy).toMatch(/script-src [^;]*'nonce-/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src [^;]*'unsafe-inline'/)
    policies.add(policy)
  }
  expect(policies.size).toBe(4)
})

test('no answer is without a policy: not a 404, a redirect or an error', async ({ request }) => {
  for (const [path, status] of [
    ['/dashboard', 307],
    ['/me/account', 404],
    ['/_next/nothing', 404],
    ['/_next/static/chunks/nothing.js', 404],
    ['/icon-nothing.png', 404],
    ['/api/nothing', 404],
    ['/no/such/page', 404],
    // The gallery is there in development only.
    ['/dev/gallery', 404],
  ] as const) {
    const answer = await request.get(path, { maxRedirects: 0 })
    expect([path, answer.status()]).toEqual([path, status])
    expect(answer.headers(), path).toMatchObject({
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'x-content-type-options': 'nosniff',
      'strict-transport-security': expect.stringContaining('max-age='),
    })
  }
})

test('on the local stack every page says so, and links to the stack’s other pages', async ({
  page,
}) => {
  for (const path of visitorPages) {
    await page.goto(path)
    await expect(page.getByText(/local stack/i).first()).toBeVisible()
  }
  const bar = page.getByRole('complementary', { name: 'Local stack' })
  const mailbox = bar.getByRole('link', { name: 'Mailbox' })
  const panel = bar.getByRole('link', { name: 'Stripe panel' })
  await expect(mailbox).toHaveAttribute('href', stack.mailbox.url)
  await expect(panel).toHaveAttribute('href', `${stack.stripe.url}/_panel`)
})
