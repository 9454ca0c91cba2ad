import { expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { LimitChange, PriceChange } from '@/lib/billing/pricing/plan-difference'
import { limitChangeText, priceChangeText } from './differences-text'

it('says the new price, and how much more or less it is', () => {
  const price = (over: Partial<PriceChange>) =>
    priceChangeText({
      currency: 'usd',
      interval: 'month',
      fromCents: 4_900,
      toCents: 19_900,
      ...over,
    })

  expect(price({})).toBe('$199/month ($150 more)')
  expect(price({ toCents: 1_900 })).toBe('$19/month ($30 less)')
  expect(price({ toCents: 4_900 })).toBe('$49/month (same price)')
  expect(price({ interval: 'year', fromCents: 58_800, toCents: 49_000 })).toBe(
    '$490/year ($98 less)',
  )
})

it('says which limits change', () => {
  const limit = (over: Partial<LimitChange>) =>
    limitChangeText(
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

  expect(limit({})).toBe('Storage: 1,000 GB (up from 10 GB)')
  expect(limit({ meter: 'api_calls' })).toBe('API calls: 1,000 (up from 10)')
  expect(limit({ from: null, to: 0, change: 'less' })).toBe('Storage: none (down from unlimited)')
  expect(limit({ to: 10, change: 'same', overage: { from: false, to: true } })).toBe(
    'Storage: 10 GB (same); overage available',
  )
  expect(limit({ overage: { from: true, to: false } })).toBe(
    'Storage: 1,000 GB (up from 10 GB); no overage',
  )
  expect(limit({ to: null, overage: { from: true, to: false } })).toBe(
    'Storage: unlimited (up from 10 GB)',
  )
})
