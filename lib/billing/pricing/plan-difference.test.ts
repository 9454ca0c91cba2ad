import { describe, expect, it } from 'vitest'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Plan, Price } from '@/lib/billing/catalog/schema'
import { withLifetime } from '@/testing/catalog'
import type { PriceTerms } from './cost'
import { planDifference } from './plan-difference'

const plan = (key: string) => planByKey(withLifetime, key) as Plan
const priceOf = (key: string, interval: Price['interval']) =>
  plan(key).prices.find((price) => price.interval === interval) as Price
const month: PriceTerms = { interval: 'month', currency: 'usd' }
const year: PriceTerms = { interval: 'year', currency: 'usd' }

const change = (
  from: string,
  to: string,
  { paid = 'month' as Price['interval'], terms = month, quantity = 1 } = {},
) => planDifference(plan(from), plan(to), saas, { price: priceOf(from, paid), quantity }, terms)

describe('a change of plan', () => {
  it('up gains features and limits, and loses none', () => {
    expect(change('starter', 'pro')).toEqual({
      direction: 'up',
      gained: ['analytics', 'daily-backups', 'priority-support'],
      lost: [],
      limits: [
        limit('api_calls', 10_000, 100_000, 'more'),
        limit('storage', 10, 100, 'more'),
        { ...limit('backups', 4, 30, 'more'), overage: { from: false, to: false } },
        { ...limit('sources', 3, 10, 'more'), overage: { from: false, to: true } },
      ],
      price: { currency: 'usd', interval: 'month', fromCents: 1_900, toCents: 4_900 },
    })
  })

  it('down loses what the way up gained, and unlimited is more than any limit', () => {
    const down = change('enterprise', 'pro')

    expect(down).toMatchObject({
      direction: 'down',
      gained: [],
      lost: ['single-sign-on', 'audit-log'],
    })
    expect(down.limits.map(({ meter, change }) => [meter, change])).toEqual([
      ['api_calls', 'less'],
      ['storage', 'less'],
      ['backups', 'less'],
      ['sources', 'less'],
    ])
  })

  it('shows a change of overage even if the included amount is the same', () => {
    const hard = { ...plan('pro'), limits: { storage: { included: 100 } } }
    const soft = { ...plan('pro'), limits: { storage: { included: 100, overageCents: 1 } } }

    expect(planDifference(hard, soft, saas, null, month).limits).toEqual([
      { ...limit('storage', 100, 100, 'same'), overage: { from: false, to: true } },
    ])
    expect(planDifference(hard, hard, saas, null, month).limits).toEqual([])
  })
})

describe('the price difference', () => {
  it('is per year between a monthly and a yearly price', () => {
    expect(change('pro', 'pro', { terms: year }).price).toEqual({
      currency: 'usd',
      interval: 'year',
      fromCents: 58_800,
      toCents: 49_000,
    })
    expect(change('pro', 'starter', { paid: 'year' }).price).toMatchObject({
      interval: 'year',
      fromCents: 49_000,
      toCents: 22_800,
    })
  })

  it('includes every seat', () => {
    expect(change('starter', 'pro', { quantity: 3 }).price).toMatchObject({
      fromCents: 5_700,
      toCents: 14_700,
    })
  })

  it('is down to 0 for a free plan', () => {
    expect(change('pro', 'free', { paid: 'year' }).price).toMatchObject({
      interval: 'year',
      toCents: 0,
    })
  })

  it('is not given between a one-time and a monthly price, nor across currencies', () => {
    expect(change('pro', 'lifetime').price).toBeNull()
    expect(change('pro', 'starter', { terms: { ...month, currency: 'gbp' } }).price).toBeNull()
    expect(planDifference(plan('free'), plan('pro'), saas, null, month).price).toBeNull()
  })
})

function limit(meter: string, from: number, to: number, change: 'more' | 'less' | 'same') {
  return { meter, from, to, change, overage: { from: true, to: true } }
}
