import { expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { LimitChange, PriceChange } from '@/lib/billing/pricing/switch'
import { limitChangeWords, priceChangeWords } from './switch-text'

it('says how much more or less', () => {
  const price = (over: Partial<PriceChange>) =>
    priceChangeWords({
      currency: 'usd',
      interval: 'month',
      fromCents: 4_900,
      toCents: 19_900,
      ...over,
    })

  expect(price({})).toBe('$150 a month more: $199 instead of $49')
  expect(price({ toCents: 1_900 })).toBe('$30 a month less: $19 instead of $49')
  expect(price({ toCents: 4_900 })).toBe('The same price: $49 a month')
  expect(price({ interval: 'year', fromCents: 58_800, toCents: 49_000 })).toBe(
    '$98 a year less: $490 instead of $588',
  )
})

it('says which limits change', () => {
  const limit = (over: Partial<LimitChange>) =>
    limitChangeWords(
      {
        meter: 'storage',
        from: 10,
        to: 1_000,
        change: 'more',
        overage: { from: true, to: true },
        ...over,
      },
      saas,
    )

  expect(limit({})).toBe('Storage: 1,000 instead of 10')
  expect(limit({ from: null, to: 0, change: 'less' })).toBe('Storage: none instead of unlimited')
  expect(limit({ to: 10, change: 'same', overage: { from: false, to: true } })).toBe(
    'Storage: 10 as before; more can be had',
  )
  expect(limit({ overage: { from: true, to: false } })).toBe(
    'Storage: 1,000 instead of 10; no more can be had',
  )
  expect(limit({ to: null, overage: { from: true, to: false } })).toBe(
    'Storage: unlimited instead of 10',
  )
})
