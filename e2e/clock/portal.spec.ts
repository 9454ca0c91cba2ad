import type { Page } from '@playwright/test'
import { expect, moveClock, soon, subscribe, test } from '../test'

async function openPortal(page: Page) {
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Manage billing' }).click()
  await page.waitForURL('**/p/session/**')
}

test('the portal keeps the card and the invoices, and our page ends a plan that bills usage', async ({
  page,
}) => {
  await subscribe(page, 'pro')

  await openPortal(page)
  await expect(page.getByText(/Visa|visa/).first()).toBeVisible()
  // Stripe would end a year with its first month of usage, and can't change several items.
  await expect(page.getByRole('link', { name: 'Cancel subscription' })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Change plan' })).toHaveCount(0)

  await page.goto('/settings')
  await page.getByRole('button', { name: 'Cancel subscription' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel subscription' }).click()
  await soon(
    page,
    '/settings',
    page.getByRole('heading', { name: /Your Pro subscription ends on/ }),
  )
  await expect(page.getByText('Active', { exact: true })).toBeVisible()

  await moveClock({ advance: { days: 32 } })
  await expect(async () => {
    await page.goto('/dashboard')
    await expect(page.getByText('You’re on Free,')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await expect(page.getByRole('link', { name: 'Open Analytics' })).toHaveCount(0)
  await moveClock({ mode: 'real' })
})
