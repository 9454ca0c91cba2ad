import { describe, expect, it } from 'vitest'
import { alertKey, isAlertOver, usageAlerts } from './alerts'

const none = { included: null, overageCents: 0, capCents: null }

describe('usage alerts', () => {
  it.each([
    [0, []],
    [499, []],
    [500, [50]],
    [799, [50]],
    [800, [80]],
    [999, [80]],
    [1_000, [100]],
    [5_000, [100]],
  ])('of %i used of 1,000 name the highest share reached: %j', (used, percents) => {
    expect(usageAlerts({ ...none, used, included: 1_000 }).map(({ percent }) => percent)).toEqual(
      percents,
    )
  })

  it('say nothing of an unlimited allowance, or of one of zero', () => {
    expect(usageAlerts({ ...none, used: 5 })).toEqual([])
    expect(usageAlerts({ ...none, used: 5, included: 0 })).toEqual([])
    expect(usageAlerts({ ...none, used: 5, included: 0, overageCents: 1, capCents: 0 })).toEqual([])
  })

  it('name the cap apart from what is included', () => {
    const alerts = usageAlerts({ used: 1_450, included: 1_000, overageCents: 450, capCents: 500 })

    expect(alerts).toEqual([
      { of: 'included', percent: 100 },
      { of: 'cap', percent: 80 },
    ])
  })

  it('have a key for each user, meter, period, allowance and share', () => {
    const subject = { userId: 'sub-ada', meter: 'api_calls', periodStart: new Date('2026-03-01') }
    const keys = [
      alertKey(subject, { of: 'included', percent: 80 }),
      alertKey(subject, { of: 'included', percent: 100 }),
      alertKey(subject, { of: 'cap', percent: 80 }),
      alertKey({ ...subject, meter: 'storage' }, { of: 'included', percent: 80 }),
      alertKey({ ...subject, userId: 'sub-bob' }, { of: 'included', percent: 80 }),
      alertKey(
        { ...subject, periodStart: new Date('2026-04-01') },
        { of: 'included', percent: 80 },
      ),
    ]

    expect(new Set(keys).size).toBe(keys.length)
  })

  it('are over with their period', () => {
    const data = { resetsAt: '2026-04-01T12:00:00.000Z' }

    expect(isAlertOver(data, new Date('2026-04-01T11:59:59Z'))).toBe(false)
    expect(isAlertOver(data, new Date('2026-04-01T12:00:00Z'))).toBe(true)
    expect(isAlertOver({}, new Date('2026-04-01T12:00:00Z'))).toBe(true)
  })
})
