import type { Page } from '@playwright/test'
import { inspectOnEveryScreen, takePicture } from '@/e2e/support/inspect'
import { accessToken, expect, moveClock, soon, stack, subscribe, test } from '../test'

/** A new user with a plan, on the settings page. */
async function subscriber(page: Page, plan: string) {
  const person = await subscribe(page, plan)
  await page.goto('/settings')
  await expect(page.getByRole('button', { name: 'Change plan' })).toBeVisible()
  return person
}

const dialog = (page: Page) => page.getByRole('dialog')

async function look(page: Page, plan: string, interval = 'Monthly') {
  await page.getByRole('button', { name: 'Change plan' }).click()
  await dialog(page).getByRole('radio', { name: interval }).check()
  await dialog(page).getByRole('radio', { name: plan }).check()
  await dialog(page).getByRole('button', { name: 'Preview change' }).click()
  await expect(dialog(page).getByRole('heading', { name: `Change to ${plan}` })).toBeVisible()
}

test('an upgrade charges exactly what its preview says, and takes effect immediately', async ({
  page,
}) => {
  const { email } = await subscriber(page, 'starter')
  await look(page, 'Pro')
  const confirm = dialog(page).getByRole('button', { name: /^Pay \$/ })
  const shown = /\$([\d,.]+)/.exec((await confirm.textContent()) ?? '')?.[1]
  await expect(dialog(page).getByRole('row', { name: /Unused time on Starter/ })).toBeVisible()
  await expect(dialog(page).getByRole('row', { name: /Remaining time on Pro/ })).toBeVisible()
  await confirm.click()

  await expect(page.getByText('You’re now on Pro.')).toBeVisible()
  // Not above the old plan.
  expect(await page.getByText('Next invoice: $49, plus any extra usage, on').isVisible()).toBe(true)
  await expect(dialog(page)).toBeHidden()
  expect((await accessToken(page)).groups).toContain('pro')
  expect(await newestInvoice(email)).toEqual({ status: 'paid', amount: shown })
})

test('a downgrade is scheduled, shown, and can be canceled', async ({ page }) => {
  await subscriber(page, 'pro')
  await look(page, 'Starter')
  await expect(dialog(page).getByText('You won’t be charged today.')).toBeVisible()
  await expect(dialog(page).getByText('Analytics')).toBeVisible()
  await dialog(page)
    .getByRole('button', { name: /^Change on/ })
    .click()

  const planned = page.getByRole('heading', {
    name: /^Your plan changes to Starter \(monthly\) on/,
  })
  await expect(planned).toBeVisible()
  await takePicture(page, 'settings-planned')
  await expect(page.getByText('Your change to Starter is scheduled.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Change plan' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Keep Pro' }).click()
  await expect(page.getByText('Your scheduled change is canceled.').first()).toBeAttached()

  await expect(planned).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Change plan' })).toBeVisible()
  await moveClock({ advance: { days: 32 } })
  await soon(page, '/settings', page.getByText('Next invoice: $49, plus any extra usage, on'))
  await moveClock({ mode: 'real' })
})

test('canceled with a reason, then resumed', async ({ page }) => {
  await subscriber(page, 'starter')
  await page.getByRole('button', { name: 'Cancel subscription' }).click()
  await dialog(page).getByRole('radio', { name: 'It’s too expensive' }).check()
  await dialog(page).getByLabel('Anything else we should know?').fill('It was good.')
  await dialog(page).getByRole('button', { name: 'Cancel subscription' }).click()

  const ending = page.getByRole('heading', { name: /Starter subscription ends on/ })
  await expect(ending).toBeVisible()
  await takePicture(page, 'settings-ending')
  await page.getByRole('button', { name: 'Keep subscription' }).click()
  await expect(ending).toHaveCount(0)
  await expect(page.getByText('Next invoice: $19, plus any extra usage, on')).toBeVisible()
})

test('a paused subscription grants nothing until it is resumed', async ({ page }) => {
  await subscriber(page, 'pro')
  await page.getByRole('button', { name: 'Pause' }).click()
  await dialog(page).getByRole('button', { name: 'Pause now' }).click()

  await expect(page.getByRole('heading', { name: 'Paused', exact: true })).toBeVisible()
  await takePicture(page, 'settings-paused')
  await page.goto('/dashboard/analytics')
  await page.waitForURL('**/plans?**')
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Resume subscription' }).click()
  await expect(page.getByRole('button', { name: 'Change plan' })).toBeVisible()
  await page.goto('/dashboard/analytics')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Analytics')
})

test('a change chosen elsewhere opens its preview, and Escape leaves everything as it was', async ({
  page,
}) => {
  await subscriber(page, 'starter')
  await page.goto('/settings?change=enterprise&interval=year')

  await expect(dialog(page).getByRole('heading', { name: 'Change to Enterprise' })).toBeVisible()
  await expect(dialog(page).getByRole('button', { name: /^Pay \$1,9/ })).toBeVisible()
  expect(new URL(page.url()).search).toBe('')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await expect(page.getByText('Next invoice: $19, plus any extra usage, on')).toBeVisible()
})

test('a plan can be chosen, previewed and changed with the keyboard alone', async ({ page }) => {
  await subscriber(page, 'starter')
  const change = page.getByRole('button', { name: 'Change plan' })
  await change.focus()
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toBeVisible()
  const chosen = dialog(page).getByRole('radio', { name: 'Starter' })
  for (let presses = 0; presses < 6; presses++) {
    if (await chosen.evaluate((radio) => radio === document.activeElement)) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('ArrowDown')
  await expect(dialog(page).getByRole('radio', { name: 'Pro' })).toBeChecked()
  await page.keyboard.press('Enter')

  const confirm = dialog(page).getByRole('button', { name: /^Pay \$/ })
  await expect(confirm).toBeVisible()
  for (let presses = 0; presses < 6; presses++) {
    if (await confirm.evaluate((button) => button === document.activeElement)) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await expect(page.getByText('You’re now on Pro.')).toBeVisible()
})

test('every dialog is accessible and fits, light, dark and on a phone', async ({ page }) => {
  await subscriber(page, 'pro')
  const inspectAs = (what: string) =>
    inspectOnEveryScreen(page, `settings-${what}`, { fullPage: false })

  await page.getByRole('button', { name: 'Change plan' }).click()
  await inspectAs('choose')
  await dialog(page).getByRole('radio', { name: 'Yearly' }).check()
  await dialog(page).getByRole('button', { name: 'Preview change' }).click()
  await expect(dialog(page).getByRole('button', { name: /^Pay \$/ })).toBeVisible()
  await inspectAs('preview-up')
  await dialog(page).getByRole('button', { name: 'Back' }).click()
  await dialog(page).getByRole('radio', { name: 'Starter' }).check()
  await dialog(page).getByRole('button', { name: 'Preview change' }).click()
  await expect(dialog(page).getByRole('button', { name: /^Change on/ })).toBeVisible()
  await inspectAs('preview-down')
  await page.keyboard.press('Escape')
  for (const other of ['Pause', 'Cancel subscription']) {
    await page.getByRole('button', { name: other }).click()
    await inspectAs(other.toLowerCase().replace(' ', '-'))
    await page.keyboard.press('Escape')
  }
})

/** Stripe's amount, formatted as our pages do. */
async function newestInvoice(email: string) {
  const ask = async (path: string) => {
    const response = await fetch(`${stack.stripe.url}${path}`, {
      headers: { authorization: `Bearer ${stack.stripe.secretKey}` },
    })
    const { data } = (await response.json()) as { data: Record<string, unknown>[] }
    return data[0]
  }
  const customer = await ask(`/v1/customers?email=${encodeURIComponent(email)}`)
  const invoice = await ask(`/v1/invoices?customer=${String(customer?.id)}&limit=1`)
  const amount = Number(invoice?.amount_paid) / 100
  return {
    status: invoice?.status,
    amount: amount.toLocaleString('en-US', {
      minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
    }),
  }
}
