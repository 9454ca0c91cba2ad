import { describe, expect, it } from 'vitest'
import { usageTrend } from './trend'

const at = (iso: string) => new Date(`${iso}Z`)
const period = { start: at('2026-03-10T12:00:00'), end: at('2026-04-10T12:00:00') }
const previous = {
  period: { start: at('2026-02-10T12:00:00'), end: at('2026-03-10T12:00:00') },
  days: { '2026-02-10': 50, '2026-02-11': 100, '2026-02-12': 100, '2026-03-10': 900 },
}

describe('the trend', () => {
  it('compares with the same age of the period before', () => {
    // A day and a half after the start: all of February 10 and of February 11.
    const now = at('2026-03-12T00:00:00')

    expect(usageTrend({ included: 1_000, used: 180, period, previous, now })).toEqual({
      before: 150,
      change: expect.closeTo(0.2),
    })
  })

  it('counts a share of the day in which that age falls', () => {
    const now = at('2026-03-12T12:00:00')

    expect(usageTrend({ included: 1_000, used: 100, period, previous, now })).toEqual({
      before: 200,
      change: -0.5,
    })
  })

  it('never reaches beyond the end of a shorter period', () => {
    const now = at('2026-04-10T11:00:00')

    expect(usageTrend({ included: 1_000, used: 1_150, period, previous, now })).toEqual({
      before: 1_150,
      change: 0,
    })
  })

  it('is missing without a period before, or if nothing was used in it', () => {
    const now = at('2026-03-12T00:00:00')

    expect(usageTrend({ included: 1_000, used: 1, period, previous: null, now })).toBeNull()
    expect(
      usageTrend({ included: 1_000, used: 1, period, previous: { ...previous, days: {} }, now }),
    ).toBeNull()
  })

  it('is missing while nothing is used, or if less than 1% of what is included was', () => {
    const now = at('2026-03-12T00:00:00')
    const given = { used: 180, included: 15_000, period, previous, now }

    expect(usageTrend(given)).toMatchObject({ before: 150 })
    expect(usageTrend({ ...given, included: 15_001 })).toBeNull()
    expect(usageTrend({ ...given, used: 0 })).toBeNull()
    expect(usageTrend({ ...given, included: null })).toMatchObject({ before: 150 })
  })
})
