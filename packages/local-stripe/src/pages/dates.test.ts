import { expect, it } from 'vitest'
import { dateTime, days, isoDay, longDate, shortDate } from './dates'

const evening = Date.UTC(2026, 10, 21, 23, 59, 7) / 1000

it('formats times in UTC, in any time zone', () => {
  expect(longDate(evening)).toBe('November 21, 2026')
  expect(shortDate(evening)).toBe('Nov 21, 2026')
  expect(dateTime(evening)).toBe('Nov 21, 2026, 11:59:07 PM UTC')
  expect(isoDay(evening)).toBe('2026-11-21')
})

it('formats a number of days', () => {
  expect(days(1)).toBe('1 day')
  expect(days(14)).toBe('14 days')
})
