import { test as base, expect, type Locator, type Page } from '@playwright/test'
import { readStackFile } from '../dev/stack/stack-file'
import { claimsOf } from './support/cognito'

export { expect }

/** Of the stack that `npm run e2e` started for this worker. */
export const stackFile =
  (process.env.STACK_FILES ?? '').split(',')[Number(process.env.TEST_PARALLEL_INDEX ?? 0)] ?? ''

export const stack = readStackFile(stackFile)

/**
 * Every page starts at our app, and an error that it prints, or a request of its own that the
 * Content-Security-Policy refused, fails the test. Answers a test provokes on purpose are named in
 * `expectedErrors`.
 */
export const test = base.extend<{ expectedErrors: RegExp[] }>({
  baseURL: stack.app,
  // Playwright wants to read there which fixtures are used; none is.
  expectedErrors: async ({ baseURL: _ }, use) => use([]),
  page: async ({ page, expectedErrors }, use) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      if (message.type() !== 'error') return
      errors.push(`${message.text()} (${message.location().url} on ${page.url()})`)
    })
    await use(page)
    expect(errors.filter((error) => !expectedErrors.some((known) => known.test(error)))).toEqual([])
  },
})

let people = 0

export type TestUser = { email: string; password: string }

export const somebody = (): TestUser => ({
  email: `e2e-${process.pid}-${Date.now()}-${people++}@example.com`,
  password: 'Correct-horse-9',
})

/** Signs up as a person would, with the code from the mailbox, and lands on `/setup-billing`. */
export async function signUp(
  page: Page,
  query = '',
  person = somebody(),
  at = stack,
): Promise<TestUser> {
  await page.goto(`${at.app}/signup${query}`)
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByLabel('Confirm password').fill(person.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByLabel('Code').fill(await codeFor(person.email, at))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.waitForURL('**/setup-billing**')
  return person
}

export async function signIn(page: Page, { email, password }: TestUser, path = '/dashboard') {
  await page.goto(`/signin?next=${encodeURIComponent(path)}`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`**${path}**`)
}

/** Signs up, buys a plan by the month on Stripe's page, and comes back. */
export async function subscribe(page: Page, plan: string): Promise<TestUser> {
  const person = await signUp(page, `?plan=${plan}&interval=month`)
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payWith(page, cards.works)
  await page.waitForURL('**/checkout/return**')
  return person
}

/** One of those that the local stack begins with: `demoAccount('pro')`. */
export function demoAccount(name: string) {
  const account = stack.accounts.find(({ email }) => email === `${name}@example.com`)
  if (!account) throw new Error(`There is no demo account ${name}`)
  return account
}

/** The newest code in somebody's mail, as soon as it is there. */
export async function codeFor(email: string, { mailbox } = stack): Promise<string> {
  let code = ''
  await expect
    .poll(async () => {
      const messages = await (await fetch(`${mailbox.url}/messages?to=${email}`)).text()
      code = /\b\d{6}\b/.exec(messages)?.[0] ?? ''
      return code
    })
    .not.toBe('')
  return code
}

export const cards = {
  works: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  asksThe3dSecure: '4000 0025 0000 3155',
  failsLater: '4000 0000 0000 0341',
} as const

/** On Stripe's page: fills the card form and pays. */
export async function payWith(page: Page, number: string) {
  await page.waitForURL('**/c/pay/**')
  await fillCard(page, number)
  await page.getByRole('button', { name: /Subscribe|Pay|Start trial/ }).click()
}

/** On Stripe's pages: not all of them ask whose card it is. */
export async function fillCard(page: Page, number: string) {
  await page.getByLabel('Card number').fill(number)
  await page.getByLabel('Expiry').fill('12 / 40')
  await page.getByLabel('CVC').fill('123')
  const name = page.getByLabel('Name on card')
  if (await name.isVisible()) await name.fill('Ada Example')
}

/** Opens a page of ours until it shows: a webhook, or the clock, takes a moment to arrive. */
export async function soon(page: Page, path: string, what: Locator) {
  await expect(async () => {
    await page.goto(`${stack.app}${path}`)
    await expect(what.first()).toBeVisible({ timeout: 1_000 })
  }).toPass()
}

/** The claims of the access token that this browser holds now. */
export async function accessToken(
  page: Page,
  at = stack,
): Promise<{ jwt: string; groups: string[] }> {
  const cookies = await page.context().cookies(at.app)
  const jwt = cookies.find((cookie) => cookie.name.endsWith('.accessToken'))?.value ?? ''
  return { jwt, ...claimsOf(jwt) }
}

/**
 * Moves the local Stripe's clock, through everything that happens on the way. The specs of a folder
 * of their own do so to their worker's stack, after all others: the demo accounts grow older, too.
 */
export async function moveClock(move: Record<string, unknown>, { stripe } = stack) {
  if (stripe === stack.stripe && test.info().project.name !== 'clock') {
    throw new Error('Move this spec to e2e/clock, or start a stack of its own for it')
  }
  const response = await fetch(`${stripe.url}/_control/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(move),
  })
  expect(response.status).toBe(200)
}
