import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromFixedPoint, roundToMinor, share, toFixedPoint } from './money'

describe('money', () => {
  it('reads and writes decimals without losing a digit', () => {
    for (const decimal of ['0', '1', '0.000000000001', '-12.5', '999999999999999.999999999999']) {
      expect(fromFixedPoint(toFixedPoint(decimal))).toBe(decimal)
    }
  })

  it('rounds halves away from zero', () => {
    expect(
      ['0.4', '0.5', '1.5', '-0.5', '-1.4'].map((each) => roundToMinor(toFixedPoint(each))),
    ).toEqual([0, 1, 2, -1, -1])
  })

  it('shares never add up to more than the whole', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(2_678_400), (amount, part) => {
        const whole = 2_678_400
        const one = share(amount, part, whole)
        const other = share(amount, whole - part, whole)
        expect(Math.abs(one + other - amount)).toBeLessThanOrEqual(1)
        expect(one).toBeGreaterThanOrEqual(0)
        expect(one).toBeLessThanOrEqual(amount)
      }),
      { numRuns: 1000 },
    )
  })
})
