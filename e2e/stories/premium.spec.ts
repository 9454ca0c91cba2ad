import { inspect } from '@/e2e/support/inspect'
import { premium } from '@/lib/billing/catalog/catalogs/premium'
import { stripeClient } from '@/lib/stripe/client'
import { cards, expect, openWithNewAccount, payWith, test } from '../test'
import { carriedBy, goToStripe, shopSelling } from './story'

const shop = shopSelling('premium')

test('premium: a lifetime purchase gives access until it is refunded', async ({ page }) => {
  const stack = shop()
  await page.goto(stack.app)
  await expect(page.getByRole('heading', { level: 1, name: premium.brand.tagline })).toBeVisible()
  await inspect(page, 'premium-home')

  const person = await openWithNewAccount(page, '?plan=lifetime&interval=once', undefined, stack)
  expect((await carriedBy(stack, person)).entitlements).toMatchObject({
    status: 'none',
    plan: 'free',
    permissions: ['read:basic-content'],
  })

  await goToStripe(page, /Buy Lifetime/)
  await expect(page.getByText('$199.00').first()).toBeVisible()
  await payWith(page, cards.works)
  await page.waitForURL('**/checkout/return**')
  await expect(page.getByRole('heading', { name: 'You’re on Lifetime' })).toBeVisible()

  const bought = await carriedBy(stack, person)
  expect(bought.claims).toMatchObject({
    groups: ['lifetime'],
    plan: 'lifetime',
    permissions: 'read:basic-content read:premium-content manage:subscription',
  })
  expect(bought.entitlements).toMatchObject({
    status: 'active',
    plan: 'lifetime',
    groups: ['lifetime'],
    permissions: ['read:basic-content', 'read:premium-content', 'manage:subscription'],
  })

  const stripe = stripeClient({ secretKey: stack.stripe.secretKey, base: stack.stripe.url })
  const { data } = await stripe.customers.list({ email: person.email })
  const charges = await stripe.charges.list({ customer: data[0]?.id ?? '' })
  await stripe.refunds.create({ charge: charges.data[0]?.id ?? '' })

  await expect.poll(async () => (await carriedBy(stack, person)).claims.groups).toEqual(['free'])
  expect((await carriedBy(stack, person)).entitlements).toMatchObject({
    plan: 'free',
    groups: ['free'],
    permissions: ['read:basic-content'],
  })
  await page.goto(`${stack.app}/dashboard`)
  await expect(page.getByText('You’re on Reader')).toBeVisible()
})

test('premium: a lifetime purchase asks before it ends the subscription', async ({ page }) => {
  const stack = shop()
  const person = await openWithNewAccount(page, '?plan=monthly&interval=month', undefined, stack)
  await goToStripe(page, /Continue to payment/)
  await payWith(page, cards.works)
  await page.waitForURL('**/checkout/return**')

  await page.goto(`${stack.app}/setup-billing?plan=lifetime&interval=once`)
  await expect(
    page.getByRole('heading', { name: 'Lifetime replaces your Monthly subscription' }),
  ).toBeVisible()
  await inspect(page, 'premium-replaces')
  await goToStripe(page, /Buy Lifetime and cancel Monthly/)
  await payWith(page, cards.works)
  await page.waitForURL('**/checkout/return**')

  await expect(page.getByRole('heading', { name: 'You’re on Lifetime' })).toBeVisible()
  await expect(page.getByText('Your subscription won’t renew.')).toBeVisible()
  expect((await carriedBy(stack, person)).entitlements).toMatchObject({
    plan: 'lifetime',
    cancelAt: expect.any(String),
  })
})
