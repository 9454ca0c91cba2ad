import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { money, priceLabel } from './money'

describe('money', () => {
  it('divides by the currency’s minor unit', () => {
    expect(money(4900, 'usd')).toBe('$49.00')
    expect(money(-150, 'eur')).toBe('-€1.50')
  })

  it('handles zero-decimal and three-decimal currencies as Stripe does', () => {
    expect(money(500, 'jpy')).toBe('¥500')
    expect(money(5000, 'kwd')).toBe('KWD\u00a05.000')
  })

  it('keeps fractions of a cent', () => {
    expect(money(0.05, 'usd')).toBe('$0.0005')
  })
})

describe('priceLabel', () => {
  it('shows the amount and the interval', () => {
    expect(priceLabel(price({}))).toBe('$49.00 per month')
    expect(priceLabel(price({ recurring: { interval_count: 3 } }), 2)).toBe('$98.00 every 3 months')
    expect(priceLabel(price({ recurring: null }))).toBe('$49.00')
  })

  it('shows no amount if it depends on usage', () => {
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
