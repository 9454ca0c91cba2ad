import { describe, expect, it } from 'vitest'
import { fillSeries, weekly } from './series'

const at = (iso: string) => new Date(`${iso}Z`)
const range = { from: at('2026-03-01T10:00:00'), to: at('2026-03-04T09:00:00') }
const values = (points: { value: number }[]) => points.map(({ value }) => value)
const day = (date: string, quantity: number) => ({ start: at(`${date}T00:00:00`), quantity })

describe('a series', () => {
  const recorded = [day('2026-02-20', 7), day('2026-02-25', 9), day('2026-03-02', 5)]

  it('has a value for every day of a range: 0 where nothing was recorded', () => {
    expect(fillSeries(recorded, range, 'day', 'sum')).toEqual([
      { at: at('2026-03-01T00:00:00'), value: 0 },
      { at: at('2026-03-02T00:00:00'), value: 5 },
      { at: at('2026-03-03T00:00:00'), value: 0 },
      { at: at('2026-03-04T00:00:00'), value: 0 },
    ])
  })

  it('keeps the last value of a gauge, also from before the range', () => {
    expect(values(fillSeries(recorded, range, 'day', 'last'))).toEqual([9, 5, 5, 5])
    expect(values(fillSeries([], range, 'day', 'last'))).toEqual([0, 0, 0, 0])
  })

  it('has a value for every hour', () => {
    const hours = { from: at('2026-03-01T10:30:00'), to: at('2026-03-01T12:05:00') }
    const points = fillSeries(
      [{ start: at('2026-03-01T11:00:00'), quantity: 4 }],
      hours,
      'hour',
      'sum',
    )

    expect(points[0]?.at).toEqual(at('2026-03-01T10:00:00'))
    expect(values(points)).toEqual([0, 4, 0])
  })

  it('becomes weeks, of which the newest is whole', () => {
    const days = Array.from({ length: 9 }, (_, index) => day(`2026-03-0${index + 1}`, index + 1))
    const span = { from: at('2026-03-01T00:00:00'), to: at('2026-03-09T00:00:00') }
    const points = fillSeries(days, span, 'day', 'sum')

    expect(values(weekly(points, 'sum'))).toEqual([1 + 2, 3 + 4 + 5 + 6 + 7 + 8 + 9])
    expect(values(weekly(points, 'last'))).toEqual([2, 9])
    expect(values(weekly(points, 'max'))).toEqual([2, 9])
  })
})
