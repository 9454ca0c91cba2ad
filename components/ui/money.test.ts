import { expect, it } from 'vitest'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Plan, Price } from '@/lib/billing/catalog/schema'
import { bestSaving, money, priceOf, priceText, yearlySaving } from './money'

const pro = planByKey(saas, 'pro') as Plan
const free = planByKey(saas, 'free') as Plan

it('shows cents only if there are any', () => {
  expect(money(4_900, 'usd')).toBe('$49')
  expect(money(4_990, 'usd')).toBe('$49.90')
  expect(money(0, 'usd')).toBe('$0')
  expect(money(199_000, 'eur')).toBe('€1,990')
})

it('formats currencies without cents, and prices below one cent', () => {
  expect(money(500, 'jpy')).toBe('¥500')
  expect(money(0.2, 'usd')).toBe('$0.002')
})

it('counts decimals as Stripe does, where it differs from the decimals in use', () => {
  const text = (amountCents: number, currency: string) =>
    money(amountCents, currency).replaceAll('\u00a0', ' ')

  expect(text(499_000, 'huf')).toBe('HUF 4,990')
  expect(text(500_000, 'isk')).toBe('ISK 5,000')
  expect(text(9_900_000, 'idr')).toBe('IDR 99,000')
  expect(text(4_990, 'kwd')).toBe('KWD 4.990')
})

it('says how often a price is charged', () => {
  const text = (interval: Price['interval']) =>
    priceText({ amountCents: 4_900, currency: 'usd', interval })

  expect(text('month')).toBe('$49/month')
  expect(text('year')).toBe('$49/year')
  expect(text('once')).toBe('$49 one-time')
})

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
