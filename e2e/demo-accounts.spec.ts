import { claimsOf, tokenOf } from './support/cognito'
import { inspectOnEveryScreen } from './support/inspect'
import { demoAccount, expect, openAs, signIn, stack, test } from './test'

const groups: Record<string, string[]> = {
  'free@example.com': ['free'],
  'starter@example.com': ['starter'],
  'pro@example.com': ['pro'],
  'enterprise@example.com': ['enterprise'],
  'trialing@example.com': ['pro'],
  'past-due@example.com': ['pro'],
  'canceling@example.com': ['pro'],
  'canceled@example.com': ['free'],
  'near-limit@example.com': ['free'],
  'overage@example.com': ['pro'],
  'capped@example.com': ['starter'],
  'admins@example.com': ['admins', 'free'],
  'managers@example.com': ['free', 'managers'],
  'support@example.com': ['free', 'support'],
}

test('every demo account signs in and carries its groups', async () => {
  expect(stack.accounts.map((account) => account.email).sort()).toEqual(Object.keys(groups).sort())
  for (const account of stack.accounts) {
    const token = await tokenOf(stack, account)
    expect(claimsOf(token).groups.sort(), account.email).toEqual(groups[account.email])
  }
})

test('after a failed payment the page says until when access lasts, and what to do', async ({
  page,
}) => {
  await openAs(page, demoAccount('past-due'))
  await expect(page.getByRole('heading', { name: 'Payment failed' })).toBeVisible()
  await expect(page.getByText(/You keep full access until/)).toBeVisible()

  await page.getByRole('button', { name: 'Update card' }).click()

  await page.waitForURL('**/p/session/**')
  await expect(page.getByLabel('Card number')).toBeVisible()
})

test('staff see why they can use every feature', async ({ page }) => {
  await openAs(page, demoAccount('support'))
  await expect(page.getByText(/As staff \(support\)/)).toBeVisible()
})

test('a trial says how many days are left', async ({ page }) => {
  await openAs(page, demoAccount('trialing'))
  // 14 days, minus the time by which other tests have moved the clock: less than 14 days in total.
  await expect(
    page.getByRole('heading', { name: /^\d+ days left in your Pro trial/ }),
  ).toBeVisible()
})

for (const name of ['free', 'trialing', 'past-due', 'canceling', 'canceled', 'admins']) {
  test(`the dashboard and the settings of ${name} are accessible and fit`, async ({ page }) => {
    await signIn(page, demoAccount(name))
    await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible()
    await inspectOnEveryScreen(page, `account-${name}-dashboard`)
    await page.goto('/settings')
    await expect(page.getByRole('heading', { name: 'Plan and billing' })).toBeVisible()
    await inspectOnEveryScreen(page, `account-${name}-settings`)
  })
}
