import { expect, it } from 'vitest'
import { count, days, daysLeft, expandDates, longDate } from './dates'

it('formats a day in UTC, whatever the time zone of the server', () => {
  expect(longDate(new Date('2027-03-14T23:59:59Z'))).toBe('March 14, 2027')
})

it('rewrites the dates in a sentence, and leaves alone what isn’t a date', () => {
  expect(expandDates('Paid until 2027-03-14; ends on 2027-04-01.')).toBe(
    'Paid until March 14, 2027; ends on April 1, 2027.',
  )
  expect(expandDates('Contract 2027-99-99, no. 12027-03-14')).toBe(
    'Contract 2027-99-99, no. 12027-03-14',
  )
})

it('rounds days left up, and never says zero while there is time', () => {
  const until = new Date('2027-03-14T12:00:00Z')

  expect(daysLeft(until, new Date('2027-03-11T12:00:00Z'))).toBe(3)
  expect(daysLeft(until, new Date('2027-03-11T11:59:59Z'))).toBe(4)
  expect(daysLeft(until, new Date('2027-03-14T11:59:59Z'))).toBe(1)
})

it('formats numbers and days', () => {
  expect(count(100_000)).toBe('100,000')
  expect([days(1), days(14)]).toEqual(['1 day', '14 days'])
})
