import fc from 'fast-check'
import { roundToMinor, toFixedPoint } from 'local-stripe/testing'
import { expect, it } from 'vitest'
import { lineAmount, percentOf } from './decimal'

it('rounds a line once, halves up, as Stripe does', () => {
  expect(lineAmount(30, 0.05)).toBe(2)
  expect(lineAmount(29, 0.05)).toBe(1)
  expect(lineAmount(101, 0.5)).toBe(51)
})

it('is exact where floating point is not', () => {
  // 1.005 * 100 is 100.49999999999999 in floating point.
  expect(lineAmount(100, 1.005)).toBe(101)
  expect(lineAmount(5, 0.1)).toBe(1)
  expect(lineAmount(3, 0.1)).toBe(0)
  expect(lineAmount(1_000_000_000, 0.000_000_1)).toBe(100)
  expect(lineAmount(1_000_000_000, 123_456.789)).toBe(123_456_789_000_000)
})

it('takes a percentage of an amount', () => {
  expect(percentOf(4_900, 20)).toBe(980)
  expect(percentOf(999, 33.33)).toBe(333)
  expect(percentOf(25, 50)).toBe(13)
  expect(percentOf(4_900, 100)).toBe(4_900)
})

it('agrees with the local Stripe on any decimal', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000_000 }),
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.integer({ min: 0, max: 6 }),
      (units, digits, places) => {
        const text = (digits / 10 ** places).toFixed(places)

        expect(lineAmount(units, Number(text))).toBe(
          roundToMinor(toFixedPoint(text) * BigInt(units)),
        )
      },
    ),
    { numRuns: 2_000 },
  )
})
