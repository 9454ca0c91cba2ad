import { expect, it } from 'vitest'
import { count, datesInWords, days, daysLeft, longDate } from './dates'

it('names a day as UTC has it, wherever the server stands', () => {
  expect(longDate(new Date('2027-03-14T23:59:59Z'))).toBe('March 14, 2027')
})

it('puts the dates of a sentence in words, and leaves alone what is none', () => {
  expect(datesInWords('Paid until 2027-03-14; ends on 2027-04-01.')).toBe(
    'Paid until March 14, 2027; ends on April 1, 2027.',
  )
  expect(datesInWords('Contract 2027-99-99, no. 12027-03-14')).toBe(
    'Contract 2027-99-99, no. 12027-03-14',
  )
})

it('counts days as a person would, and never says none while there is time', () => {
  const until = new Date('2027-03-14T12:00:00Z')

  expect(daysLeft(until, new Date('2027-03-11T12:00:00Z'))).toBe(3)
  expect(daysLeft(until, new Date('2027-03-11T11:59:59Z'))).toBe(4)
  expect(daysLeft(until, new Date('2027-03-14T11:59:59Z'))).toBe(1)
})

it('writes numbers and days in words', () => {
  expect(count(100_000)).toBe('100,000')
  expect([days(1), days(14)]).toEqual(['1 day', '14 days'])
})
