import { expect, it } from 'vitest'
import type { Price } from '@/lib/billing/catalog/schema'
import { money, priceText } from './money'

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
