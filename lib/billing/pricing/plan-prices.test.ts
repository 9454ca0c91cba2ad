import { expect, it } from 'vitest'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Plan } from '@/lib/billing/catalog/schema'
import { bestSaving, priceOf, yearlySaving } from './plan-prices'

const pro = planByKey(saas, 'pro') as Plan
const free = planByKey(saas, 'free') as Plan

it('finds the price for an interval, or the first price of a plan sold another way', () => {
  const once = {
    ...pro,
    prices: pro.prices.slice(0, 1).map((p) => ({ ...p, interval: 'once' as const })),
  }

  expect(priceOf(pro, 'year')?.amountCents).toBe(49_000)
  expect(priceOf(once, 'year')?.interval).toBe('once')
  expect(priceOf(free, 'month')).toBeUndefined()
})

it('finds the price in another currency, or in the currency the plan has', () => {
  const inEuros = { ...pro, prices: pro.prices.map((p) => ({ ...p, otherCurrencies: { eur: 7 } })) }

  expect(priceOf(inEuros, 'year', 'eur')).toMatchObject({
    interval: 'year',
    currency: 'eur',
    amountCents: 7,
  })
  expect(priceOf(inEuros, 'year', 'gbp')).toMatchObject({ currency: 'usd', amountCents: 49_000 })
  expect(priceOf(inEuros, 'year', 'toString')).toMatchObject({ currency: 'usd' })
  expect(yearlySaving(inEuros, 'eur')).toEqual({ amountCents: 77, currency: 'eur' })
  expect(bestSaving([inEuros], 'eur')).toBe(91)
})

it('computes what yearly billing saves', () => {
  expect(yearlySaving(pro)).toEqual({ amountCents: 9_800, currency: 'usd' })
  expect(yearlySaving(free)).toBeNull()
  expect(bestSaving(saas.plans)).toBe(16)
  expect(bestSaving([free])).toBe(0)
})

it('never compares prices in different currencies or calls a surcharge a saving', () => {
  const [month, year] = pro.prices
  if (!month || !year) throw new Error('Pro has two prices')

  expect(yearlySaving({ ...pro, prices: [month, { ...year, currency: 'eur' }] })).toBeNull()
  expect(yearlySaving({ ...pro, prices: [month, { ...year, amountCents: 60_000 }] })).toBeNull()
})
