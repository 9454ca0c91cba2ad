import type { Page } from '@playwright/test'
import { cards, expect, openWithNewAccount, payWith, test } from './test'

/** The pressed button disappears, so the heading above it gets the focus. */
const expectAtPlan = (page: Page) =>
  expect(page.getByRole('heading', { name: 'Plan and billing' })).toBeFocused()

/** In the live region, which screen readers announce. */
const expectSaid = (page: Page, text: string | RegExp) =>
  expect(page.getByRole('status').filter({ hasText: text }).first()).toBeAttached()

test('each act says that it worked, and the focus moves to the plan’s heading when the pressed button disappears', async ({
  page,
}) => {
  await openWithNewAccount(page, '?plan=pro&interval=month')
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payWith(page, cards.works)
  await page.waitForURL('**/checkout/return**')
  await page.goto('/settings')
  const dialog = page.getByRole('dialog')

  await page.getByRole('button', { name: 'Pause' }).click()
  await dialog.getByRole('button', { name: 'Pause now' }).click()
  await expect(page.getByRole('heading', { name: 'Paused', exact: true })).toBeVisible()
  await expectSaid(page, 'Your subscription is paused.')
  await expectAtPlan(page)
  await page.getByRole('button', { name: 'Resume subscription' }).click()
  await expect(page.getByRole('button', { name: 'Change plan' })).toBeVisible()
  await expectSaid(page, 'Your subscription is active again.')
  await expectAtPlan(page)

  await page.getByRole('button', { name: 'Cancel subscription' }).click()
  await dialog.getByRole('button', { name: 'Cancel subscription' }).click()
  await expect(page.getByRole('button', { name: 'Keep subscription' })).toBeVisible()
  await expectSaid(page, /^Your subscription is canceled and ends on/)
  await expectAtPlan(page)
  await page.getByRole('button', { name: 'Keep subscription' }).click()
  await expect(page.getByRole('button', { name: 'Change plan' })).toBeVisible()
  await expectSaid(page, 'Your subscription continues and renews as usual.')
  await expectAtPlan(page)
})
