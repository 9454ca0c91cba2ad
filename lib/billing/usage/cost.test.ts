import { expect, it } from 'vitest'
import { overageSoFar } from './cost'

const plan = {
  prices: [{ interval: 'month' as const, currency: 'usd', amountCents: 4_900 }],
}
const limit = {
  included: 1_000,
  overageCents: 0.2,
  otherCurrencies: { eur: 0.18 },
  meteredPrice: 'calls',
}

it('costs nothing up to what is included', () => {
  expect(overageSoFar(1_000, limit, plan, 'usd')).toEqual({
    units: 0,
    eachCents: 0.2,
    amountCents: 0,
  })
})

it('is rounded once, as Stripe rounds an invoice line', () => {
  expect(overageSoFar(1_007, limit, plan, 'usd')).toMatchObject({ units: 7, amountCents: 1 })
  expect(overageSoFar(1_008, limit, plan, 'usd')).toMatchObject({ units: 8, amountCents: 2 })
  expect(overageSoFar(11_000, limit, plan, 'eur')).toMatchObject({ amountCents: 1_800 })
})

it('is missing where nothing more is billed', () => {
  const { meteredPrice: _, ...unbilled } = limit

  expect(overageSoFar(5_000, unbilled, plan, 'usd')).toBeNull()
  expect(overageSoFar(5_000, limit, plan, 'gbp')).toBeNull()
  expect(overageSoFar(5_000, { included: null }, plan, 'usd')).toBeNull()
})
