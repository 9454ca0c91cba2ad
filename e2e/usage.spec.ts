import type { Page } from '@playwright/test'
import { usageClient } from '@/lib/usage-client'
import { tokenOf } from './support/cognito'
import { inspectOnEveryScreen } from './support/inspect'
import { runSweeper } from './support/scheduler'
import {
  demoAccount,
  expect,
  openAs,
  stack,
  stackFile,
  subscribe,
  type TestUser,
  test,
} from './test'

const client = usageClient({ url: stack.app, key: stack.serviceKey })

let sent = 0
const record = async (person: TestUser, meter: string, quantity: number) =>
  client.record({
    id: `e2e-${process.pid}-${sent++}`,
    userId: await userIdOf(person),
    meter,
    quantity,
  })

async function userIdOf(person: TestUser): Promise<string> {
  const [, payload = ''] = (await tokenOf(stack, person)).split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()).sub
}

const bar = (page: Page, name: string) => page.getByRole('main').getByRole('meter', { name })

test('a record moves the bar within two seconds, without a reload, and a mail tells of it', async ({
  page,
  request,
}) => {
  const person = await subscribe(page, 'pro')
  await page.goto('/usage')
  await expect(bar(page, 'API calls')).toHaveAttribute('aria-valuenow', '0')

  expect(await record(person, 'api_calls', 81_000)).toMatchObject({ outcome: 'recorded' })

  await expect(bar(page, 'API calls')).toHaveAttribute('aria-valuenow', '81000', { timeout: 2_000 })
  await expect(
    page.getByRole('heading', { name: '81% of your included API calls used' }),
  ).toBeVisible()

  await runSweeper(stackFile.replace(/\/stack\.json$/, ''), stack)
  const mails = await request.get(
    `${stack.mailbox.url}/messages?to=${encodeURIComponent(person.email)}`,
  )
  expect(JSON.stringify(await mails.json())).toContain('80% of your included API calls')
})

test('a cap that stops is never exceeded, and says when everything goes on', async ({ page }) => {
  const person = await subscribe(page, 'starter')
  await page.goto('/usage')
  await page.getByRole('button', { name: 'Set a cap for API calls' }).click()
  await page.getByRole('radio', { name: 'Stop' }).check()
  await page.getByLabel('Amount in USD').fill('10')
  await expect(page.getByText(/5,000 calls more can be used each period/)).toBeVisible()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Stops at $10 of extra usage')).toBeVisible()

  expect(await record(person, 'api_calls', 15_000)).toMatchObject({ outcome: 'recorded' })
  expect(await record(person, 'api_calls', 1)).toMatchObject({
    outcome: 'refused',
    code: 'limit_reached',
  })
  await expect(
    page.getByRole('heading', { name: 'You’ve reached your cap for API calls' }),
  ).toBeVisible()
})

test('“API access” counts its calls', async ({ page }) => {
  await subscribe(page, 'pro')
  await page.goto('/dashboard/api-access')
  await page.getByRole('button', { name: 'Try it' }).click()
  await expect(page.getByText(/Vermilion/)).toBeVisible()

  await page.getByRole('main').getByRole('link', { name: 'View usage' }).click()
  await expect(bar(page, 'API calls')).toHaveAttribute('aria-valuenow', '1')
})

for (const name of ['near-limit', 'overage', 'capped']) {
  test(`the usage of ${name} is accessible and fits`, async ({ page }) => {
    await openAs(page, demoAccount(name), '/usage')
    await expect(page.getByRole('heading', { name: 'API calls', exact: true })).toBeVisible()
    await inspectOnEveryScreen(page, `usage-${name}`)
  })
}

test('a quarter of usage has a forecast, a trend and a chart that is read with the arrow keys', async ({
  page,
}) => {
  // On one plan all the time: what was used on a smaller one is no comparison.
  await openAs(page, demoAccount('near-limit'), '/usage')
  await expect(page.getByText(/^Expected by/).first()).toBeVisible()
  await expect(page.getByText('Compared with last period').first()).toBeVisible()

  const chart = page.getByRole('slider', { name: 'API calls per day' })
  const newest = await chart.getAttribute('aria-valuetext')
  await chart.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(chart).not.toHaveAttribute('aria-valuetext', newest ?? '')

  await page.getByRole('button', { name: '1 year' }).first().click()
  await expect(page.getByRole('slider', { name: 'API calls per week' })).toBeVisible()
})
