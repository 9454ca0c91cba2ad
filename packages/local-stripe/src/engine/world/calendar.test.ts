import { describe, expect, it } from 'vitest'
import { addIntervals, periodEnd } from './calendar'

const at = (moment: string) => Date.parse(`${moment}T00:00:00Z`) / 1000
const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10)

describe('billing periods', () => {
  it('are clamped to the end of a short month, and return to the anchor after it', () => {
    const anchor = at('2026-01-31')
    const ends = [1, 2, 3, 13].map((months) => day(addIntervals(anchor, 'month', months)))

    expect(ends).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2027-02-28'])
  })

  it('keep a leap day in leap years', () => {
    expect(day(addIntervals(at('2024-02-29'), 'year', 1))).toBe('2025-02-28')
    expect(day(addIntervals(at('2024-02-29'), 'year', 4))).toBe('2028-02-29')
  })

  it.each([
    ['2026-01-31', '2026-02-27', '2026-02-28'],
    ['2026-01-31', '2026-02-28', '2026-03-31'],
    ['2026-01-15', '2026-01-15', '2026-02-15'],
    ['2016-01-15', '2026-06-15', '2026-07-15'],
  ])('with an anchor on %s, the one that contains %s ends on %s', (anchor, moment, end) => {
    expect(day(periodEnd(at(anchor), 'month', 1, at(moment)))).toBe(end)
  })

  it('can end before a future anchor', () => {
    expect(day(periodEnd(at('2026-03-01'), 'month', 1, at('2026-01-15')))).toBe('2026-02-01')
  })
})
