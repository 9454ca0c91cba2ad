import { describe, expect, it } from 'vitest'
import { spring } from '@/testing/stripe/promotion'
import { discountedPrice, type Promotion } from './promotion'

const pro = { key: 'pro' }
const month = { interval: 'month', amountCents: 4_900, currency: 'usd' } as const
const year = { interval: 'year', amountCents: 49_000, currency: 'usd' } as const

describe('a promotion discounts', () => {
  it('by a percentage, rounded as Stripe rounds it', () => {
    expect(discountedPrice(spring(), pro, month)).toEqual({ amountCents: 3_920, payments: 1 })
    const third = spring({ off: { kind: 'percent', percent: 33.33 } })
    expect(discountedPrice(third, pro, { ...month, amountCents: 999 })?.amountCents).toBe(666)
  })

  it('by an amount, only in its own currency and never more than the price', () => {
    const ten = spring({ off: { kind: 'amount', amountCents: 1_000, currency: 'usd' } })

    expect(discountedPrice(ten, pro, month)?.amountCents).toBe(3_900)
    expect(discountedPrice(ten, pro, { ...month, amountCents: 300 })?.amountCents).toBe(0)
    expect(discountedPrice(ten, pro, { ...month, currency: 'eur' })).toBeNull()
  })

  it('no other plan, no amount below its minimum, and no free price', () => {
    const minimum = { amountCents: 5_000, currency: 'usd' }

    expect(discountedPrice(spring({ plans: ['starter'] }), pro, month)).toBeNull()
    expect(discountedPrice(spring({ plans: ['pro'] }), pro, month)).not.toBeNull()
    expect(discountedPrice(spring({ minimum }), pro, month)).toBeNull()
    expect(discountedPrice(spring({ minimum }), pro, year)).not.toBeNull()
    expect(discountedPrice(spring({ minimum }), pro, { ...year, currency: 'eur' })).toBeNull()
    expect(discountedPrice(spring(), pro, { ...month, amountCents: 0 })).toBeNull()
  })
})

describe('a promotion lasts', () => {
  const payments = (lasts: Promotion['lasts'], price: Parameters<typeof discountedPrice>[2]) =>
    discountedPrice(spring({ lasts }), pro, price)?.payments

  it('for the payments within its months', () => {
    expect(payments({ kind: 'months', months: 3 }, month)).toBe(3)
    expect(payments({ kind: 'months', months: 3 }, year)).toBe(1)
    expect(payments({ kind: 'months', months: 13 }, year)).toBe(2)
  })

  it('for one payment, or forever', () => {
    expect(payments({ kind: 'once' }, year)).toBe(1)
    expect(payments({ kind: 'forever' }, month)).toBeNull()
    expect(payments({ kind: 'forever' }, { ...month, interval: 'once' })).toBe(1)
  })
})
