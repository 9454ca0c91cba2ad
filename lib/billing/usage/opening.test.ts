import { describe, expect, it } from 'vitest'
import { facts, march, pro } from '@/testing/facts'
import { openingOf } from './opening'

const counter = (changes: Partial<Parameters<typeof openingOf>[0][number]> = {}) => ({
  period: { start: march(1), end: march(31), source: 'sub_pro' },
  total: 40,
  opening: 2,
  newest: null,
  ...changes,
})
const period = (day: number, source = 'sub_pro') => ({
  start: march(day),
  end: march(31),
  source,
})

describe('a counter of a sum', () => {
  it('opens at zero in a new period', () => {
    expect(openingOf([], 'sum', period(1), facts())).toEqual({ opening: 0, newest: null })
    expect(openingOf([counter()], 'sum', period(31), facts()).opening).toBe(0)
  })

  it('goes on if the anchor of the same subscription moved in the middle of a period', () => {
    expect(openingOf([counter()], 'sum', period(9), facts()).opening).toBe(42)
  })

  it('goes on from the last of several moves', () => {
    const moved = [
      counter({ period: period(9), total: 5, opening: 42 }),
      counter(),
      counter({ period: period(12), total: 1, opening: 47 }),
    ]

    expect(openingOf(moved, 'sum', period(20), facts()).opening).toBe(48)
  })

  it('opens at zero for another subscription, and for the account', () => {
    expect(openingOf([counter()], 'sum', period(9, 'sub_new'), facts()).opening).toBe(0)
    expect(openingOf([counter()], 'sum', period(9, 'account'), facts()).opening).toBe(0)
  })

  it('opens at zero after a trial that ended early', () => {
    const paidEarly = pro({ trialStart: march(1), trialEnd: march(9) })

    expect(openingOf([counter()], 'sum', period(9), paidEarly).opening).toBe(0)
    expect(openingOf([counter()], 'sum', period(10), paidEarly).opening).toBe(42)
  })
})

describe('a counter of the last value', () => {
  const gauge = (day: number, total: number, newest: string | null, source = 'sub_pro') =>
    counter({ period: period(day, source), total, opening: 0, newest })

  it('opens with the newest value before, of whichever subscription', () => {
    const earlier = [
      gauge(1, 7, '2026-03-02#a', 'account'),
      gauge(3, 9, '2026-03-08#a'),
      gauge(9, 5, '2026-03-07#a', 'account'),
      gauge(30, 99, '2026-03-30#a'),
    ]

    expect(openingOf(earlier, 'last', period(20), facts())).toEqual({
      opening: 9,
      newest: '2026-03-08#a',
    })
  })

  it('opens at zero if nothing was recorded yet', () => {
    expect(openingOf([gauge(1, 0, null)], 'last', period(9), facts())).toEqual({
      opening: 0,
      newest: null,
    })
  })
})

it('a maximum goes on like a sum does', () => {
  const peak = counter({ total: 8, opening: 3 })

  expect(openingOf([peak], 'max', period(9), facts()).opening).toBe(8)
  expect(openingOf([peak], 'max', period(31), facts()).opening).toBe(0)
})
