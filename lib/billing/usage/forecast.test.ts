import { describe, expect, it } from 'vitest'
import { type Days, msPerDay } from './days'
import { usageForecast } from './forecast'
import { dayOf } from './tally'

const at = (iso: string) => new Date(`${iso}Z`)
const period = { start: at('2026-03-01T00:00:00'), end: at('2026-04-01T00:00:00') }
const since = at('2026-01-01T00:00:00')

/** What each day before `until` used, from `count` days before it. */
function daysBefore(until: Date, count: number, valueOn: (day: Date) => number): Days {
  const days = Array.from({ length: count }, (_, back) => new Date(+until - (back + 1) * msPerDay))
  return Object.fromEntries(days.map((day) => [dayOf(day), valueOn(day)]))
}

describe('a forecast', () => {
  const now = at('2026-03-11T00:00:00')

  it('adds the mean of the last seven full days for each day that is left', () => {
    const days = daysBefore(now, 7, () => 100)

    expect(usageForecast({ used: 1_000, days, period, since, now })).toEqual({
      expected: 1_000 + 21 * 100,
      low: 3_100,
      high: 3_100,
    })
  })

  it('counts only what is left of today', () => {
    const noon = at('2026-03-11T12:00:00')
    const days = { ...daysBefore(now, 7, () => 100), [dayOf(now)]: 900 }

    expect(usageForecast({ used: 1_900, days, period, since, now: noon })?.expected).toBe(
      1_900 + 20.5 * 100,
    )
  })

  it('gives each weekday its own share once there are two weeks of data', () => {
    const working = (day: Date) => (day.getUTCDay() % 6 === 0 ? 0 : 140)
    const days = daysBefore(now, 14, working)
    // From Wednesday, March 11, to Tuesday, March 31: 15 working days.
    const shaped = usageForecast({ used: 0, days, period, since, now })

    expect(shaped).toEqual({ expected: 15 * 140, low: 15 * 140, high: 15 * 140 })
  })

  it('has a band that is wider the more the days differ', () => {
    const steady = daysBefore(now, 7, (day) => 100 + (day.getUTCDate() % 2))
    const wild = daysBefore(now, 7, (day) => 200 * (day.getUTCDate() % 2))
    const [narrow, wide] = [steady, wild].map((days) =>
      usageForecast({ used: 700, days, period, since, now }),
    )

    const width = (band: typeof narrow) => (band?.high ?? 0) - (band?.low ?? 0)
    expect(width(narrow)).toBeGreaterThan(0)
    expect(width(wide)).toBeGreaterThan(20 * width(narrow))
  })

  it('never expects less than is used', () => {
    const days = daysBefore(now, 7, (day) => (day.getUTCDate() === 10 ? 500 : 0))

    expect(usageForecast({ used: 500, days, period, since, now })?.low).toBeGreaterThanOrEqual(500)
  })

  it('takes days without records as days without use', () => {
    const days = daysBefore(now, 1, () => 700)

    expect(usageForecast({ used: 700, days, period, since, now })?.expected).toBe(700 + 21 * 100)
  })

  it('leaves out the days before the account, and its first one, which was no full day', () => {
    const opened = at('2026-03-07T15:00:00')
    const days = daysBefore(now, 4, () => 100)

    expect(usageForecast({ used: 400, days, period, since: opened, now })?.expected).toBe(
      400 + 21 * 100,
    )
  })

  it('is missing in the first two days, and after the end', () => {
    const days = daysBefore(now, 30, () => 100)
    const ask = (moment: string) => usageForecast({ used: 1, days, period, since, now: at(moment) })

    expect(ask('2026-03-01T00:00:00')).toBeNull()
    expect(ask('2026-03-02T23:59:59')).toBeNull()
    expect(ask('2026-03-03T00:00:00')).not.toBeNull()
    expect(ask('2026-04-01T00:00:00')).toBeNull()
  })

  it('is missing while no full day is known', () => {
    expect(
      usageForecast({ used: 5, days: {}, period, since: at('2026-03-10T15:00:00'), now }),
    ).toBeNull()
  })
})
