import { describe, expect, it } from 'vitest'
import { usageOutlook } from './outlook'

const at = (iso: string) => new Date(`${iso}Z`)
const march = { start: at('2026-03-01T12:00:00'), end: at('2026-04-01T12:00:00') }
const february = { start: at('2026-02-01T12:00:00'), end: at('2026-03-01T12:00:00') }
const outlook = {
  aggregation: 'sum' as const,
  used: 300,
  included: 1_000,
  current: { period: march, days: { '2026-03-01': 100, '2026-03-02': 100, '2026-03-03': 100 } },
  earlier: [{ period: february, days: { '2026-02-01': 60, '2026-02-02': 60, '2026-03-01': 50 } }],
  createdAt: at('2026-02-25T08:00:00'),
  now: at('2026-03-04T12:00:00'),
}

describe('the outlook', () => {
  it('takes the days of earlier periods, and adds the one that two periods share', () => {
    // Seven full days: 150 on March 1, 100 on March 2 and 3, and nothing in February's last four.
    const perDay = (150 + 100 + 100) / 7

    expect(usageOutlook(outlook).forecast?.expected).toBe(Math.round(300 + 28 * perDay))
  })

  it('compares with the same age of the period before', () => {
    expect(usageOutlook(outlook).trend?.before).toBe(120)
  })

  it('begins with the first record, if that is about a time before the account', () => {
    const late = { ...outlook, createdAt: outlook.now, earlier: [] }

    expect(usageOutlook(late).forecast?.expected).toBe(300 + 28 * 100)
    expect(usageOutlook(late).trend).toBeNull()
  })

  it.each(['last', 'max'] as const)('is none for a meter whose %s value counts', (aggregation) => {
    expect(usageOutlook({ ...outlook, aggregation })).toEqual({ forecast: null, trend: null })
  })
})
