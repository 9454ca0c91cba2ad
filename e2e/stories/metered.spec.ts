import { cards, expect, openWithNewAccount, payWith, test } from '../test'
import { carriedBy, goToStripe, shopSelling } from './story'

const shop = shopSelling('metered')

test('metered: $29 a month with $10 of usage in it', async ({ page }) => {
  const stack = shop()
  await page.goto(`${stack.app}/plans`)
  await expect(page.getByText('$29').first()).toBeVisible()
  await expect(page.getByText(/1,000 credits/).first()).toBeVisible()
  await expect(page.getByText(/\$10/).first()).toBeVisible()
  const person = await openWithNewAccount(page, '?plan=usage&interval=month', undefined, stack)

  await goToStripe(page, /Continue to payment/)
  await expect(page.getByText('$29.00').first()).toBeVisible()
  await payWith(page, cards.works)
  await page.waitForURL('**/checkout/return**')
  await expect(page.getByRole('heading', { name: 'You’re on Pay as you go' })).toBeVisible()

  const { claims, entitlements } = await carriedBy(stack, person)
  expect(claims.groups).toEqual(['usage'])
  expect(entitlements).toMatchObject({
    status: 'active',
    plan: 'usage',
    groups: ['usage'],
    limits: { credits: { included: 1_000, overageCents: 1 } },
  })
})
