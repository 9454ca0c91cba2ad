import { cards, expect, moveClock, payWith, signUp, test } from '../test'
import { carriedBy, goToStripe, shopSelling } from './story'

const shop = shopSelling('trial')

test('trial: none, trialing, active, past due, canceled, and never a second trial', async ({
  page,
}) => {
  const stack = shop()
  const person = await signUp(page, '?plan=member&interval=month', undefined, stack)
  const now = async () => (await carriedBy(stack, person)).entitlements
  const statusIs = (status: string) => expect.poll(async () => (await now()).status).toBe(status)
  expect(await now()).toMatchObject({ status: 'none', plan: 'free', groups: ['free'] })
  await expect(page.getByText('Starts with a 14-day free trial.')).toBeVisible()

  await goToStripe(page, /Start free trial/)
  await payWith(page, cards.failsLater)
  await page.waitForURL('**/checkout/return**')
  await statusIs('trialing')
  expect(await now()).toMatchObject({ plan: 'member', groups: ['member'] })
  await page.goto(`${stack.app}/dashboard`)
  await expect(page.getByRole('heading', { name: /14 days left/ })).toBeVisible()

  await moveClock({ advance: { days: 14, hours: 3 } }, stack)
  await statusIs('past_due')
  expect(await now()).toMatchObject({ plan: 'member', groups: ['member'] })
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Payment failed' })).toBeVisible()

  // With another card the open invoice is paid.
  await page.goto(`${stack.app}/dashboard`)
  await page
    .getByRole('button', { name: /Pay|Fix/ })
    .first()
    .click()
  await page.waitForURL((url) => url.port === new URL(stack.stripe.url).port)
  await page.getByLabel('Card number').fill(cards.works)
  await page.getByLabel('Expiry').fill('12 / 40')
  await page.getByLabel('CVC').fill('123')
  await page.getByLabel('Name on card').fill('Ada Example')
  await page.getByRole('button', { name: /^Pay \$/ }).click()
  await statusIs('active')

  await page.goto(`${stack.app}/settings`)
  await page.getByRole('button', { name: 'Manage billing' }).click()
  await page.getByRole('link', { name: 'Cancel subscription' }).click()
  await page.getByRole('button', { name: 'Cancel subscription' }).click()
  await moveClock({ advance: { days: 32 } }, stack)
  await statusIs('canceled')
  expect(await now()).toMatchObject({ plan: 'free', groups: ['free'], features: [] })

  await page.goto(`${stack.app}/setup-billing?plan=member&interval=month`)
  await expect(page.getByRole('heading', { name: 'Subscribe to Member' })).toBeVisible()
  await expect(page.getByText(/free trial/)).toHaveCount(0)
})
