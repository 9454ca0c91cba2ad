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
