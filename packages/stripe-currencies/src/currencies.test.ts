import { describe, expect, it } from 'vitest'
import { chargeProblem, decimalsOf, formatAmount, stripeCurrency } from './currencies'

describe('Stripe’s currencies', () => {
  it.each([
    ['usd', 4_900, '$49.00'],
    ['huf', 499_000, 'HUF 4,990.00'],
    ['isk', 500_000, 'ISK 5,000.00'],
    ['cop', 4_900_000, 'COP 49,000.00'],
    ['idr', 9_900_000, 'IDR 99,000.00'],
    ['ugx', 5_000_000, 'UGX 50,000.00'],
    ['pkr', 499_900, 'PKR 4,999.00'],
    ['jpy', 500, '¥500'],
    ['krw', 9_900, '₩9,900'],
    ['kwd', 4_990, 'KWD 4.990'],
  ])('have decimals of their own: %s', (code, amount, text) => {
    expect(formatAmount(amount, code).replaceAll('\u00a0', ' ')).toBe(text)
  })

  it('keep the fractions of a price per unit', () => {
    expect(formatAmount(0.2, 'usd')).toBe('$0.002')
  })

  it('are found in either case, and there are no others', () => {
    expect(stripeCurrency('USD')).toEqual({ code: 'usd', decimals: 2, step: 1, leastCharge: 50 })
    expect(stripeCurrency('kwd')).toEqual({ code: 'kwd', decimals: 3, step: 10, leastCharge: null })
    expect(stripeCurrency('xyz')).toBeNull()
    expect(stripeCurrency('toString')).toBeNull()
    expect(decimalsOf('xyz')).toBe(2)
  })

  it.each([
    ['usd', 0, null],
    ['usd', 49, { kind: 'too_small', least: 50 }],
    ['usd', 50, null],
    ['gbp', 29, { kind: 'too_small', least: 30 }],
    ['jpy', 49, { kind: 'too_small', least: 50 }],
    ['huf', 17_499, { kind: 'too_small', least: 17_500 }],
    // A forint has no hundredths in use, but they can be charged.
    ['huf', 17_501, null],
    ['twd', 1, null],
    ['isk', 150, { kind: 'not_a_multiple', step: 100 }],
    ['ugx', 500_000, null],
    ['kwd', 4_995, { kind: 'not_a_multiple', step: 10 }],
    ['kwd', 4_990, null],
    ['xyz', 4_990, { kind: 'unknown_currency' }],
  ])('say which amounts can be charged: %s %i', (code, amount, problem) => {
    expect(chargeProblem(amount, code)).toEqual(problem)
  })
})
