import type { RunningStack } from '@/e2e/support/stack'
import { stripeClient } from '@/lib/stripe/client'
import {
  accessToken,
  cards,
  expect,
  openWithNewAccount,
  payWith,
  type TestUser,
  test,
} from '../test'
import { carriedBy, goToStripe, shopSelling } from './story'

const shop = shopSelling('groups')

test('groups: buying a plan adds its group, and no staff group', async ({ page }) => {
  const stack = shop()
  const person = await openWithNewAccount(page, '?plan=enterprise&interval=month', undefined, stack)
  expect((await accessToken(page, stack)).groups).toEqual(['free'])

  await goToStripe(page, /Continue to payment/)
  await payWith(page, cards.works)

  await page.waitForURL('**/checkout/return**')
  await expect(page.getByRole('heading', { name: 'You’re on Enterprise' })).toBeVisible()
  const { claims, entitlements } = await carriedBy(stack, person)
  expect(claims.groups).toEqual(['enterprise'])
  expect(entitlements).toMatchObject({
    status: 'active',
    plan: 'enterprise',
    groups: ['enterprise'],
    permissions: [],
    limits: { projects: { included: null } },
  })
  expect(entitlements.features).toContain('data-residency')
  // Enterprise has precedence over managers in Cognito, and opens nothing of theirs.
  const { jwt } = await accessToken(page, stack)
  const asStaff = await fetch(`${stack.app}/api/admin/events`, {
    headers: { authorization: `Bearer ${jwt}` },
  })
  expect(asStaff.status).toBe(403)
})

test('groups: a price made by hand is mapped by its nickname', async ({ page }) => {
  const stack = shop()
  const person = await openWithNewAccount(page, '', undefined, stack)
  await page.goto(`${stack.app}/settings`)
  await page.getByRole('button', { name: /billing/i }).click()
  await page.waitForURL('**/p/session/**')

  await subscribeByHand(stack, person, ' BUSINESS ')

  await expect
    .poll(async () => (await carriedBy(stack, person)).claims.groups)
    .toEqual(['business'])
  expect((await carriedBy(stack, person)).entitlements).toMatchObject({
    status: 'active',
    plan: 'business',
    groups: ['business'],
  })
  await page.goto(`${stack.app}/dashboard`)
  await expect(page.getByText('You’re on Business')).toBeVisible()
})

/** Like a price from the early days, made in Stripe's dashboard: no lookup key, no metadata. */
async function subscribeByHand(
  { stripe: at }: RunningStack,
  { email }: TestUser,
  nickname: string,
) {
  const stripe = stripeClient({ secretKey: at.secretKey, base: at.url })
  const { data } = await stripe.customers.list({ email })
  const [customer] = data
  if (!customer) throw new Error(`There is no Stripe customer for ${email}`)
  const { id: product } = await stripe.products.create({ name: 'The old business plan' })
  const { id: price } = await stripe.prices.create({
    product,
    nickname,
    currency: 'usd',
    unit_amount: 7_500,
    recurring: { interval: 'month' },
  })
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id })
  await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price }],
    default_payment_method: card.id,
  })
}
