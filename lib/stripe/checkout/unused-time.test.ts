import { expect, it } from 'vitest'
import { shop } from '@/testing/stripe/fixtures'

it('is what is left of the paid period, in the subscription’s own currency', async () => {
  const { checkouts, subscribe, engine } = await shop()
  const { id } = await subscribe()
  engine.clock.advance({ days: 10 })

  // 21 of 31 days of $49.
  expect(await checkouts.unusedCents([id], 'usd')).toBe(3_319)
  expect(await checkouts.unusedCents([id], 'eur')).toBe(0)
  expect(await checkouts.unusedCents([], 'usd')).toBe(0)
})

it('counts all items of a subscription that has more than Stripe lists', async () => {
  const { checkouts, direct, subscribe, price, engine } = await shop()
  const addOns = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      direct.prices.create({
        currency: 'usd',
        unit_amount: 3_100,
        recurring: { interval: 'month' },
        product_data: { name: `Add-on ${n}` },
      }),
    ),
  )
  const { id } = await subscribe({ items: [{ price }, ...addOns.map(({ id }) => ({ price: id }))] })
  engine.clock.advance({ days: 10 })

  // 21 of 31 days of $49, and of twelve times $31.
  expect(await checkouts.unusedCents([id], 'usd')).toBe(3_319 + 12 * 2_100)
})
