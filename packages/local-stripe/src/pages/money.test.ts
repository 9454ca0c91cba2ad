import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { money, priceLabel } from './money'

describe('money', () => {
  it('divides by the currency’s minor units', () => {
    expect(money(4900, 'usd')).toBe('$49.00')
    expect(money(-150, 'eur')).toBe('-€1.50')
  })

  it('counts as Stripe does where a currency has no minor unit, or three digits of it', () => {
    expect(money(500, 'jpy')).toBe('¥500')
    expect(money(5000, 'kwd')).toBe('KWD\u00a05.000')
  })

  it('keeps the fractions of a cent that usage costs', () => {
    expect(money(0.05, 'usd')).toBe('$0.0005')
  })
})

describe('priceLabel', () => {
  it('says how much and how often', () => {
    expect(priceLabel(price({}))).toBe('$49.00 per month')
    expect(priceLabel(price({ recurring: { interval_count: 3 } }), 2)).toBe('$98.00 every 3 months')
    expect(priceLabel(price({ recurring: null }))).toBe('$49.00')
  })

  it('names no amount where usage decides it', () => {
    expect(priceLabel(price({ recurring: { usage_type: 'metered' } }))).toBe(
      'Priced by usage, billed per month',
    )
  })
})

type PriceParts = Partial<Omit<Stripe.Price, 'recurring'>> & {
  recurring?: Partial<Stripe.Price.Recurring> | null
}

function price({ recurring = {}, ...rest }: PriceParts): Stripe.Price {
  const monthly = { interval: 'month', interval_count: 1, usage_type: 'licensed' }
  return {
    currency: 'usd',
    unit_amount: 4900,
    billing_scheme: 'per_unit',
    recurring: recurring && { ...monthly, ...recurring },
    ...rest,
    // Safe to cast: the labels read no other fields of a price.
  } as Stripe.Price
}
