import type { Page } from '@playwright/test'
import { cards, expect, fillCard, moveClock, soon, stack, subscribe, test } from '../test'

/** These run in order, because each moves the clock that the whole stack shares. */
test.describe.configure({ mode: 'serial' })
test.afterAll(() => moveClock({ mode: 'real' }))

/** Buys a plan, replaces the card by one that fails, and lets a month pass. */
async function overdue(page: Page) {
  await subscribe(page, 'pro')
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Manage billing' }).click()
  await page.waitForURL('**/p/session/**')
  await page
    .getByRole('link', { name: /payment method|card/i })
    .first()
    .click()
  await fillCard(page, cards.failsLater)
  await page
    .getByRole('button', { name: /^(Save|Add)/ })
    .first()
    .click()
  await expect(page.getByText(/0341/).first()).toBeVisible()

  // Past the renewal, for any length of the month, and past the hour in which its invoice is a draft.
  await moveClock({ advance: { days: 31, hours: 3 } })
  await soon(page, '/dashboard', page.getByRole('heading', { name: 'Payment failed' }))
}

async function payNow(page: Page) {
  await page.getByRole('button', { name: 'Pay now' }).click()
  await page.waitForURL(`${stack.stripe.url}/i/**`)
  await fillCard(page, cards.works)
  await page.getByRole('button', { name: /^Pay \$/ }).click()
  await expect(page.getByText(/Paid|Thank/i).first()).toBeVisible()
}

test('paid with one click within the grace period, everything is normal again', async ({
  page,
}) => {
  await overdue(page)
  await expect(page.getByText(/You keep full access until \w+ \d+, \d{4}/)).toBeVisible()
  await expect(page.getByText('You’re on Pro')).toBeVisible()
  await page.goto('/settings')
  await expect(page.getByText(/You keep full access until/)).toBeVisible()

  await payNow(page)

  await soon(page, '/dashboard', page.getByText('You’re on Pro'))
  await expect(async () => {
    await page.goto(`${stack.app}/dashboard`)
    await expect(page.getByRole('heading', { name: 'Payment failed' })).toHaveCount(0)
  }).toPass()
  await page.goto('/settings')
  await expect(page.getByText('Active', { exact: true })).toBeVisible()
})

test('unpaid, access ends on the announced day; paid late, it returns', async ({ page }) => {
  await overdue(page)
  const said = await page.getByText(/You keep full access until/).textContent()
  const until = new Date(`${/until (.+?)\./.exec(said ?? '')?.[1]} UTC`)
  expect(Number.isNaN(until.getTime())).toBe(false)

  // The day's first second is still within the grace period: the billing period began later that day.
  await moveClock({ to: until.toISOString() })
  await soon(page, '/dashboard', page.getByText('You’re on Pro'))
  await moveClock({ advance: { hours: 24 } })
  await soon(page, '/dashboard', page.getByText('You’re on Free'))
  await expect(page.getByText(/Your grace period ended on/)).toBeVisible()
  await expect(page.getByRole('link', { name: 'Open Analytics' })).toHaveCount(0)
  await page.goto('/dashboard/analytics')
  await page.waitForURL('**/plans?upgrade=pro**')

  await page.goto('/dashboard')
  await payNow(page)
  await soon(page, '/dashboard', page.getByText('You’re on Pro'))
})

test('never paid, the subscription ends, and the dashboard says why', async ({ page }) => {
  await overdue(page)

  await moveClock({ advance: { days: 20 } })

  await soon(page, '/dashboard', page.getByText(/Your Pro subscription ended on/))
  await expect(page.getByText(/It ended because of an unpaid invoice\./)).toBeVisible()
  await expect(page.getByText('You’re on Free').first()).toBeVisible()
  await page.getByRole('link', { name: 'Resubscribe to Pro' }).click()
  await page.waitForURL('**/plans?upgrade=pro**')
})
