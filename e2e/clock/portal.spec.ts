import type { Page } from '@playwright/test'
import { accessToken, expect, moveClock, signIn, signOut, soon, subscribe, test } from '../test'

async function openPortal(page: Page) {
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Manage billing' }).click()
  await page.waitForURL('**/p/session/**')
}

async function cancelThere(page: Page) {
  await page.getByRole('link', { name: 'Cancel subscription' }).click()
  await page.getByRole('button', { name: 'Cancel subscription' }).click()
  await page
    .getByRole('link', { name: /Return/ })
    .first()
    .click()
  await page.waitForURL('**/settings')
}

test('canceled in the portal: the end date shows, and at the end access is gone', async ({
  page,
}) => {
  const person = await subscribe(page, 'pro')

  await openPortal(page)
  await cancelThere(page)
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

  await signOut(page)
  await signIn(page, person)
  expect((await accessToken(page)).groups).toEqual(['free'])
  await moveClock({ mode: 'real' })
})

test('a subscription that is resumed in the portal continues', async ({ page }) => {
  await subscribe(page, 'starter')
  await openPortal(page)
  await cancelThere(page)
  await soon(page, '/settings', page.getByRole('heading', { name: /ends on/ }))

  await openPortal(page)
  await page.getByRole('button', { name: 'Resume subscription' }).click()
  await expect(page.getByRole('link', { name: 'Cancel subscription' })).toBeVisible()

  await soon(page, '/settings', page.getByText('Renews on'))
  await expect(page.getByRole('heading', { name: /ends on/ })).toHaveCount(0)
})

test('an upgrade in the portal opens the higher plan, in the token too', async ({ page }) => {
  await subscribe(page, 'starter')
  await openPortal(page)
  await page.getByRole('link', { name: 'Change plan' }).click()
  await page.getByRole('radio', { name: /\$199/ }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: /Confirm|Pay/ }).click()

  await soon(page, '/dashboard', page.getByText('You’re on Enterprise'))
})
