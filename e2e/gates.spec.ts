import { cards, demoAccount, expect, payWith, signIn, signUp, test } from './test'

test('what is bought in one window opens in the other when the person comes back to it', async ({
  page,
  context,
}) => {
  await signUp(page)
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
  // What the server had drawn is drawn anew too.
  await expect(page.getByText(/You’re on Pro, with 5 of 7 features/)).toBeVisible()
  expect(asked).toHaveLength(1)
  await card.getByRole('link', { name: 'Open Analytics' }).click()
  await page.waitForURL('**/dashboard/analytics')
  await expect(page.getByRole('heading', { name: 'Analytics' })).toBeVisible()
})

test('a session that ends elsewhere closes every gate, and asks to sign in', async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/401/)
  await signIn(page, demoAccount('pro'))
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
  await signIn(page, demoAccount('pro'))
  await page.goto('/dashboard')
  await page.evaluate(() => fetch('/api/entitlements').then((response) => response.text()))

  await expect.poll(() => bodies.filter((body) => body.includes('featuresVersion')).length).toBe(1)
  for (const body of bodies) expect(body).not.toMatch(/"(admins|managers|support)"/)
})
