import { describe, expect, it } from 'vitest'
import { type Plan, type Price, planByKey } from '@/lib/billing/catalog/catalog'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import type { Promotion } from '@/lib/billing/pricing/promotion'
import { spring } from '@/testing/promotion'
import { priceNotes, promotionWords } from './price-text'

function notes(catalog: string, key: string, interval: Price['interval'], more = {}) {
  const plan = planByKey(catalogs[catalog] ?? { plans: [] }, key) as Plan
  const price = plan.prices.find((price) => price.interval === interval) as Price
  return priceNotes(plan, price, { trialDays: null, reduction: null, ...more })
}

describe('beside a price it says', () => {
  it('how long it is free', () => {
    expect(notes('trial', 'member', 'month', { trialDays: 14 })).toEqual(['14 days free first'])
  })

  it('what usage comes with it', () => {
    expect(notes('metered', 'usage', 'month')).toEqual(['Includes $10 of usage'])
  })

  it('that it is paid once', () => {
    expect(notes('premium', 'lifetime', 'once')).toEqual(['Paid once, yours for good'])
  })

  it('what a year saves', () => {
    expect(notes('saas', 'pro', 'year')).toEqual(['Saves $98 a year'])
    expect(notes('saas', 'pro', 'month')).toEqual([])
  })

  it('how long a promotion lasts', () => {
    const reduction = (payments: number | null) => ({ reduction: { amountCents: 1, payments } })

    expect(notes('saas', 'pro', 'month', reduction(3))).toEqual([
      'For the first 3 months, then $49 a month',
    ])
    expect(notes('saas', 'pro', 'year', reduction(1))).toEqual([
      'For the first year, then $490 a year',
      'Saves $98 a year',
    ])
    expect(notes('saas', 'pro', 'month', reduction(null))).toEqual(['For as long as you stay'])
    expect(notes('premium', 'lifetime', 'once', reduction(1))[0]).toBe('Instead of $199')
  })
})

it('says what a promotion gives', () => {
  const words = (over: Partial<Promotion>) => promotionWords(spring(over))

  expect(words({})).toBe('20% off your first payment')
  expect(words({ lasts: { kind: 'months', months: 3 } })).toBe(
    '20% off what you pay in the first 3 months',
  )
  expect(words({ lasts: { kind: 'months', months: 1 } })).toContain('the first month')
  expect(
    words({
      off: { kind: 'amount', amountCents: 1_000, currency: 'usd' },
      lasts: { kind: 'forever' },
      minimum: { amountCents: 2_000, currency: 'usd' },
      firstPurchase: true,
    }),
  ).toBe('$10 off, for as long as you stay, on $20 or more, if it is your first purchase')
})
