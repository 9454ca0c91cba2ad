import { describe, expect, it } from 'vitest'
import { type Days, mergeDays } from './days'
import { dailySeries, hourlySeries, weekly } from './history'

const at = (iso: string) => new Date(`${iso}Z`)
const range = { from: at('2026-03-01T10:00:00'), to: at('2026-03-04T09:00:00') }
const values = (points: { value: number }[]) => points.map(({ value }) => value)

describe('the history', () => {
  const days = { '2026-02-20': 7, '2026-02-25': 9, '2026-03-02': 5 }

  it('has a value for every day of a range: 0 where nothing was recorded', () => {
    expect(dailySeries(days, range, 'sum')).toEqual([
      { at: at('2026-03-01T00:00:00'), value: 0 },
      { at: at('2026-03-02T00:00:00'), value: 5 },
      { at: at('2026-03-03T00:00:00'), value: 0 },
      { at: at('2026-03-04T00:00:00'), value: 0 },
    ])
  })

  it('keeps the last value of a gauge, also from before the range', () => {
    expect(values(dailySeries(days, range, 'last'))).toEqual([9, 5, 5, 5])
  })

  it('has a value for every hour', () => {
    const hours = { '2026-03-01T11': 4 }
    const points = hourlySeries(
      hours,
      { from: at('2026-03-01T10:30:00'), to: at('2026-03-01T12:05:00') },
      'sum',
    )

    expect(points[0]?.at).toEqual(at('2026-03-01T10:00:00'))
    expect(values(points)).toEqual([0, 4, 0])
  })

  it('adds a day that two periods share, and keeps the newer value of a gauge', () => {
    const counters: Days[] = [{ '2026-03-01': 10 }, { '2026-03-01': 5, '2026-03-02': 1 }]

    expect(mergeDays(counters, true)).toEqual({ '2026-03-01': 15, '2026-03-02': 1 })
    expect(mergeDays(counters, false)).toEqual({ '2026-03-01': 5, '2026-03-02': 1 })
  })

  it('becomes weeks, of which the newest is whole', () => {
    const points = dailySeries(
      Object.fromEntries(
        Array.from({ length: 9 }, (_, day) => [`2026-03-0${day + 1}`, day + 1] as const),
      ),
      { from: at('2026-03-01T00:00:00'), to: at('2026-03-09T00:00:00') },
      'sum',
    )

    expect(values(weekly(points, 'sum'))).toEqual([1 + 2, 3 + 4 + 5 + 6 + 7 + 8 + 9])
    expect(values(weekly(points, 'last'))).toEqual([2, 9])
    expect(values(weekly(points, 'max'))).toEqual([2, 9])
  })
})
