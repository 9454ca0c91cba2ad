import { expect, it } from 'vitest'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { recordedIn, wholeUnits } from './units'

const { credits = { recorded: undefined } } = metered.meters

it('a credit is a cent: half a cent of cost, marked up twice', () => {
  expect(wholeUnits(4_999, credits)).toBe(0)
  expect(wholeUnits(5_000, credits)).toBe(1)
  // $8.37 of cost is $16.74 of usage.
  expect(wholeUnits(8_370_000, credits)).toBe(1_674)
})

it('a limit holds to the last micro-dollar', () => {
  const most = recordedIn(1_000, credits)

  expect(most).toBe(5_000_000)
  expect(wholeUnits(most, credits)).toBe(1_000)
  expect(wholeUnits(most - 1, credits)).toBe(999)
})

it('is exact where a number times the markup is not', () => {
  const meter = { recorded: { unit: 'µ$', perUnit: 10_000, markup: 3 } }

  expect(wholeUnits(Number.MAX_SAFE_INTEGER, meter)).toBe(2_702_159_776_422)
  expect(recordedIn(1, meter)).toBe(3_333)
})

it('a meter without a smaller unit is recorded in its own', () => {
  expect(wholeUnits(7, {})).toBe(7)
  expect(recordedIn(7, {})).toBe(7)
})
