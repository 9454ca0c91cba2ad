import { test as base, expect, type Locator, type Page } from '@playwright/test'
import { readStackFile } from '../dev/stack/stack-file'
import { createAccount, startSession } from './support/account'
import { type Credentials, claimsOf } from './support/cognito'

export { expect }

/** The stack that `npm run e2e` started for this worker. */
export const stackFile =
  (process.env.STACK_FILES ?? '').split(',')[Number(process.env.TEST_PARALLEL_INDEX ?? 0)] ?? ''

export const stack = readStackFile(stackFile)

/**
 * Playwright's `test` with our app as the base URL. It fails if a page logs an error, or if the
 * Content-Security-Policy refuses one of its requests. `expectedErrors` names the errors that a test
 * causes on purpose.
 */
export const test = base.extend<{ expectedErrors: RegExp[] }>({
  baseURL: stack.app,
  // Playwright reads from this parameter which fixtures are used. There are none.
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

export type TestUser = Credentials

export const newUser = (): TestUser => ({
  email: `e2e-${process.pid}-${Date.now()}-${people++}@example.com`,
  password: 'Correct-horse-9',
})

/** Signs up like a user, with the code from the mailbox. Ends on `/setup-billing`. */
export async function signUp(
  page: Page,
  query = '',
  person = newUser(),
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

/** Makes an account and a session, and opens `/setup-billing`: the same as `signUp`, without its forms. */
export async function openWithNewAccount(
  page: Page,
  query = '',
  person = newUser(),
  at = stack,
): Promise<TestUser> {
  await createAccount(at, person)
  await startSession(page, at, person)
  await page.goto(`${at.app}/setup-billing${query}`)
  return person
}

/** Opens a page with a session: the same as `signIn`, without its form. */
export async function openAs(page: Page, account: TestUser, path = '/dashboard') {
  await startSession(page, stack, account)
  await page.goto(`${stack.app}${path}`)
}

/** Signs in like a user. */
export async function signIn(page: Page, { email, password }: TestUser, path = '/dashboard') {
  await page.goto(`/signin?next=${encodeURIComponent(path)}`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`**${path}**`)
}

/** Signs out with the button of the page that asks for it. */
export async function signOut(page: Page) {
  await page.goto('/signout')
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(`${stack.app}/`)
}

/** Makes an account, buys a monthly plan on Stripe's page, and returns to the app. */
export async function subscribe(page: Page, plan: string): Promise<TestUser> {
  const person = await openWithNewAccount(page, `?plan=${plan}&interval=month`)
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payWith(page, cards.works)
  await page.waitForURL('**/checkout/return**')
  return person
}

/** One of the local stack's demo accounts: `demoAccount('pro')`. */
export function demoAccount(name: string) {
  const account = stack.accounts.find(({ email }) => email === `${name}@example.com`)
  if (!account) throw new Error(`There is no demo account ${name}`)
  return account
}

/** Waits for the newest code in a user's mail. */
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

/** Fills in the card form on Stripe's page, and pays. */
export async function payWith(page: Page, number: string) {
  await page.waitForURL('**/c/pay/**')
  await fillCard(page, number)
  await page.getByRole('button', { name: /Subscribe|Pay|Start trial/ }).click()
}

/** Fills in the cardholder's name, if Stripe's page asks for it. */
export async function fillCard(page: Page, number: string) {
  await page.getByLabel('Card number').fill(number)
  await page.getByLabel('Expiry').fill('12 / 40')
  await page.getByLabel('CVC').fill('123')
  const name = page.getByLabel('Name on card')
  if (await name.isVisible()) await name.fill('Ada Example')
}

/** Reloads a page until the text shows: a webhook, or a moved clock, takes a moment. */
export async function soon(page: Page, path: string, what: Locator) {
  await expect(async () => {
    await page.goto(`${stack.app}${path}`)
    await expect(what.first()).toBeVisible({ timeout: 1_000 })
  }).toPass()
}

/** The claims of the access token in this browser. */
export async function accessToken(
  page: Page,
  at = stack,
): Promise<{ jwt: string; groups: string[] }> {
  const cookies = await page.context().cookies(at.app)
  const jwt = cookies.find((cookie) => cookie.name.endsWith('.accessToken'))?.value ?? ''
  return { jwt, ...claimsOf(jwt) }
}

/**
 * Moves the local Stripe's clock, and runs everything that is due on the way. Only the specs in
 * `e2e/clock` do that to their worker's stack, and they run last: the demo accounts get older too.
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
