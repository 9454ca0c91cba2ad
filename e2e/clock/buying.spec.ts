import type { Page } from '@playwright/test'
import { inspect, inspectOnEveryScreen } from '@/e2e/support/inspect'
import { cards, expect, moveClock, openWithNewAccount, payWith, soon, stack, test } from '../test'

/** Pays from a bank account on Stripe's page. It takes days until the bank confirms or refuses. */
async function payByBank(page: Page, ends: 'succeeds' | 'fails') {
  await page.getByRole('button', { name: /Continue to payment/ }).click()
  await page.waitForURL('**/c/pay/**')
  await page.getByText('Bank account').click()
  await page.getByRole('radio', { name: ends }).click()
  await page.getByRole('button', { name: /Subscribe|Pay/ }).click()
  await page.waitForURL('**/checkout/return**')
}

test('a bank payment grants nothing until it clears, and says so meanwhile', async ({ page }) => {
  await openWithNewAccount(page, '?plan=pro&interval=month')
  await payByBank(page, 'succeeds')

  await expect(page.getByRole('heading', { name: 'Payment processing' })).toBeVisible()
  await expect(page.getByText('You don’t need to do anything or pay again.')).toBeVisible()
  await inspectOnEveryScreen(page, 'bank-pending')
  for (const path of ['/dashboard', '/settings']) {
    await page.goto(`${stack.app}${path}`)
    await expect(
      page.getByRole('heading', {
        name: 'Your bank payment for Pro is pending',
      }),
    ).toBeVisible()
  }
  await page.goto(`${stack.app}/setup-billing?plan=starter&interval=month`)
  await expect(page.getByRole('heading', { name: 'Your bank payment is pending' })).toBeVisible()

  await moveClock({ advance: { days: 5 } })
  await soon(page, '/dashboard', page.getByText('You’re on Pro'))
})

test('a returned bank payment says so, and a card starts the plan', async ({ page }) => {
  await openWithNewAccount(page, '?plan=pro&interval=month')
  await payByBank(page, 'fails')
  const address = page.url()
  await moveClock({ advance: { days: 5 } })

  await page.goto(address)
  await expect(page.getByRole('heading', { name: 'Your bank returned the payment' })).toBeVisible()
  await inspect(page, 'bank-bounced')
  await page.goto(`${stack.app}/setup-billing?plan=pro&interval=month`)
  await page.getByRole('button', { name: /Continue to payment/ }).click()
  await page.waitForURL('**/c/pay/**')
  await page.getByText('Card', { exact: true }).click()
  await payWith(page, cards.works)
  await expect(page.getByRole('heading', { name: 'You’re on Pro' })).toBeVisible()
})
