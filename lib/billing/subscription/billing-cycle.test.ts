import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BillingCycle, nextPeriodStart } from './billing-cycle'

/** The starts of the first periods after the anchor, without the time of day. */
const starts = (cycle: Omit<BillingCycle, 'anchor'> & { anchor: string }, many: number) => {
  const billing = { ...cycle, anchor: new Date(cycle.anchor) }
  const found: Date[] = [billing.anchor]
  while (found.length <= many) {
    found.push(nextPeriodStart(billing, found.at(-1) ?? billing.anchor))
  }
  return found.slice(1).map((date) => date.toISOString().slice(0, 10))
}

describe('the periods of a subscription', () => {
  it.each([
    [
      'by the month, from the 31st',
      { anchor: '2027-01-31T10:00:00Z', unit: 'month', count: 1 },
      ['2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31'],
    ],
    [
      'by the month, from the 30th, in a leap year',
      { anchor: '2028-01-30T23:59:59Z', unit: 'month', count: 1 },
      ['2028-02-29', '2028-03-30'],
    ],
    [
      'by the year, from a leap day',
      { anchor: '2028-02-29T00:00:00Z', unit: 'year', count: 1 },
      ['2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29'],
    ],
    [
      'every three months, from the 30th of November',
      { anchor: '2026-11-30T12:00:00Z', unit: 'month', count: 3 },
      ['2027-02-28', '2027-05-30', '2027-08-30', '2027-11-30'],
    ],
    [
      'every two weeks, over the end of a year',
      { anchor: '2026-12-20T12:00:00Z', unit: 'week', count: 2 },
      ['2027-01-03', '2027-01-17'],
    ],
    [
      'every ten days',
      { anchor: '2026-02-20T12:00:00Z', unit: 'day', count: 10 },
      ['2026-03-02', '2026-03-12'],
    ],
    [
      'by the month, on the 31st, begun in February',
      { anchor: '2027-02-28T12:00:00Z', unit: 'month', count: 1, dayOfMonth: 31 },
      ['2027-03-31', '2027-04-30'],
    ],
  ] as const)('%s', (_, cycle, expected) => {
    expect(starts(cycle, expected.length)).toEqual(expected)
  })

  it('follow each other, whatever the cycle and the moment', () => {
    const day = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2040-01-01'),
      noInvalidDate: true,
    })
    const cycles = fc.record({
      anchor: day,
      unit: fc.constantFrom('day', 'week', 'month', 'year'),
      count: fc.integer({ min: 1, max: 12 }),
    })
    fc.assert(
      fc.property(cycles, day, (cycle, moment) => {
        const next = nextPeriodStart(cycle, moment)
        const before = new Date(next.getTime() - 1)

        expect(next.getTime()).toBeGreaterThan(moment.getTime())
        expect(nextPeriodStart(cycle, before)).toEqual(next)
        expect(next.getUTCHours()).toBe(cycle.anchor.getUTCHours())
      }),
    )
  })
})
