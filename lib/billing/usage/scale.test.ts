import { describe, expect, it } from 'vitest'
import { axisTop, barParts } from './scale'

const bar = { used: 0, held: 0, included: 1_000, expected: null }

describe('a usage bar', () => {
  it('is as long as what is included', () => {
    expect(barParts({ ...bar, used: 600, held: 100 })).toEqual({
      included: 0.6,
      overage: 0,
      held: 0.1,
      forecast: 0,
      mark: null,
    })
  })

  it('marks where what is included ends, once more is used', () => {
    expect(barParts({ ...bar, used: 1_500, held: 500 })).toEqual({
      included: 0.5,
      overage: 0.25,
      held: 0.25,
      forecast: 0,
      mark: 0.5,
    })
  })

  it('shows a forecast, up to twice its length', () => {
    expect(barParts({ ...bar, used: 600, expected: 900 }).forecast).toBeCloseTo(0.3)
    expect(barParts({ ...bar, used: 600, expected: 1_200 })).toMatchObject({
      included: 0.5,
      forecast: 0.5,
    })
    expect(barParts({ ...bar, used: 600, expected: 90_000 })).toMatchObject({
      included: 0.3,
      forecast: 0.7,
      mark: 0.5,
    })
  })

  it('is full without a limit, and empty without use', () => {
    expect(barParts({ ...bar, used: 5, included: null }).included).toBe(1)
    expect(barParts({ ...bar, included: null })).toMatchObject({ included: 0, mark: null })
    expect(barParts({ ...bar, included: 0 })).toMatchObject({ included: 0, mark: null })
  })

  it('is all overage if nothing is included', () => {
    expect(barParts({ ...bar, used: 3, included: 0 })).toMatchObject({
      included: 0,
      overage: 1,
      mark: 0,
    })
  })
})

describe('the axis of a chart', () => {
  it.each([
    [0, 4],
    [3, 4],
    [5, 5],
    [7, 8],
    [11, 12],
    [130, 160],
    [999, 1_000],
    [1_001, 1_200],
    [4_100, 5_000],
  ])('for a largest value of %i ends at %i', (largest, top) => {
    expect(axisTop(largest)).toBe(top)
  })
})
