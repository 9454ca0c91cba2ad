import { inspect } from '@/e2e/support/inspect'
import { newFolder, type RunningStack, removeFolder, spawnStack } from '@/e2e/support/stack'
import { expect, openWithNewAccount, test } from '../test'

/**
 * Tests don't load Stripe.js from Stripe. A few lines take its place and show what they were given, so
 * this tests our side, and that the page's policy allows Stripe.js.
 */
const standIn = `window.Stripe = (key) => ({
  _registerWrapper() {},
  registerAppInfo() {},
  createEmbeddedCheckoutPage: async ({ clientSecret }) => ({
    mount(place) { place.textContent = 'A form for ' + key + ', ' + clientSecret.split('_secret')[0] },
    unmount() {},
    destroy() {},
  }),
})`

const folder = newFolder()
let stack: RunningStack
// In one worker, because the tests share the stack that is started here.
test.describe.configure({ mode: 'default' })
test.beforeAll(async () => {
  const env = { STRIPE_PUBLISHABLE_KEY: 'pk_test_embedded' }
  stack = await spawnStack('preview', { folder, flags: ['--no-build'], env })
})
test.afterAll(async () => {
  await stack?.stop()
  removeFolder(folder)
})

test('the form is on our own page, with the session that was created for it', async ({ page }) => {
  await page.route('https://js.stripe.com/**', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: standIn }),
  )
  await openWithNewAccount(page, '?plan=pro&interval=month', undefined, stack)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await inspect(page, 'embedded-choice')
  await page.getByRole('link', { name: 'Continue to payment' }).click()

  await expect(page.getByText(/A form for pk_test_embedded, cs_test_/)).toBeVisible()
  await inspect(page, 'embedded-form')
  const policy = (await page.request.get(page.url())).headers()['content-security-policy']
  expect(policy).toContain('frame-src https://js.stripe.com')
  const other = await page.request.get(`${stack.app}/plans`)
  expect(other.headers()['content-security-policy']).not.toContain('stripe.com')
})

test('if Stripe.js is blocked, the page links to Stripe’s own', async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/js\.stripe\.com/, /ERR_FAILED/)
  await page.route('https://js.stripe.com/**', (route) => route.abort())
  await openWithNewAccount(page, '?plan=pro&interval=month', undefined, stack)
  await page.getByRole('link', { name: 'Continue to payment' }).click()

  await expect(page.getByText('Stripe’s form didn’t load')).toBeVisible()
  await page.getByRole('button', { name: 'Pay on Stripe instead' }).click()
  await page.waitForURL('**/c/pay/**')
})
