import { describe, expect, it } from 'vitest'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog/schema'
import type { Promotion } from '@/lib/billing/pricing/promotion'
import { spring } from '@/testing/stripe/promotion'
import { perMonth, priceNotes, promotionText } from './price-text'

function notes(catalog: string, key: string, interval: Price['interval'], more = {}) {
  const plan = planByKey(catalogs[catalog] ?? { plans: [] }, key) as Plan
  const price = plan.prices.find((price) => price.interval === interval) as Price
  const sold = catalogs[catalog] as Catalog
  return priceNotes(plan, price, { trialDays: null, reduction: null, catalog: sold, ...more })
}

describe('the notes under a price say', () => {
  it('how long the trial is', () => {
    expect(notes('trial', 'member', 'month', { trialDays: 14 })).toEqual(['14-day free trial'])
  })

  it('how much usage is included', () => {
    expect(notes('metered', 'usage', 'month')).toEqual(['Includes $10 of usage'])
    // Calls, gigabytes and sources are listed: their worth together says nothing.
    expect(notes('saas', 'pro', 'month')).toEqual([])
  })

  it('that it is a one-time payment', () => {
    expect(notes('premium', 'lifetime', 'once')).toEqual(['One-time payment. Yours forever.'])
  })

  it('that a trial needs no card, and the price after a plan that is only a trial', () => {
    expect(notes('groups', 'trial', 'month', { trialDays: 14 })).toEqual([
      'No card required. $39/month after that only if you add one.',
    ])
    expect(notes('groups', 'starter', 'month', { trialDays: 14 })).toEqual([
      '14-day free trial, no card required',
    ])
  })

  it('how long a promotion lasts', () => {
    const reduction = (payments: number | null) => ({ reduction: { amountCents: 1, payments } })

    expect(notes('saas', 'pro', 'month', reduction(3))).toEqual([
      'For the first 3 months, then $49/month',
    ])
    expect(notes('saas', 'pro', 'year', reduction(1))).toEqual([
      'For the first year, then $490/year',
    ])
    expect(notes('saas', 'pro', 'month', reduction(null))).toEqual([
      'For as long as you’re subscribed',
    ])
    expect(notes('premium', 'lifetime', 'once', reduction(1))[0]).toBe('Instead of $199')
  })
})

it('says what a promotion takes off', () => {
  const text = (over: Partial<Promotion>) => promotionText(spring(over))

  expect(text({})).toBe('20% off your first payment.')
  expect(text({ lasts: { kind: 'months', months: 3 } })).toBe('20% off your first 3 months.')
  expect(text({ lasts: { kind: 'months', months: 1 } })).toBe('20% off your first month.')
  expect(
    text({
      off: { kind: 'amount', amountCents: 1_000, currency: 'usd' },
      lasts: { kind: 'forever' },
      minimum: { amountCents: 2_000, currency: 'usd' },
      firstPurchase: true,
    }),
  ).toBe('$10 off for as long as you’re subscribed. Minimum $20. First purchase only.')
})

it('shows a yearly price per month, and whether that amount is rounded', () => {
  const price = { lookupKey: 'k', interval: 'year', currency: 'usd', amountCents: 49_000 } as const

  expect(perMonth(price)).toBe('about $40.83 a month, billed yearly')
  expect(perMonth({ ...price, amountCents: 12_000 })).toBe('$10 a month, billed yearly')
})
