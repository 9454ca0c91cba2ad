import { describe, expect, it } from 'vitest'
import { dueAlerts, overageCost } from './alert-message'

const subject = {
  userId: 'sub-ada',
  meter: 'api_calls',
  periodStart: new Date('2026-03-01T12:00:00Z'),
}
const calls = { name: 'API calls', unit: 'calls', aggregation: 'sum' as const }
const usage = {
  used: 0,
  included: 10_000,
  overage: { cents: 0.2, currency: 'usd' },
  cap: null,
  resetsAt: new Date('2026-04-01T12:00:00Z'),
}

describe('an alert', () => {
  it('says what is used, of what, and until when', () => {
    const [alert, ...others] = dueAlerts(subject, calls, { ...usage, used: 8_100 })

    expect(others).toEqual([])
    expect(alert?.message).toEqual({
      key: 'usage:sub-ada:api_calls:2026-03-01T12:00:00.000Z:included:80',
      kind: 'usage_alert',
      data: {
        of: 'included',
        percent: '80',
        meterName: 'API calls',
        unit: 'calls',
        aggregation: 'sum',
        used: '8100',
        included: '10000',
        resetsAt: '2026-04-01T12:00:00.000Z',
        eachCents: '0.2',
        currency: 'usd',
        costCents: '0',
      },
    })
    expect(alert?.lowerKeys.map((key) => key.split(':').at(-1))).toEqual(['50'])
    expect(alert?.higherKeys.map((key) => key.split(':').at(-1))).toEqual(['100'])
  })

  it('of a cap comes apart, by what the usage costs', () => {
    const cap = { mode: 'stop' as const, cents: 1_000 }
    // 4,000 calls beyond what is included, at 0.2 ¢ each.
    const messages = dueAlerts(subject, calls, { ...usage, used: 14_000, cap }).map(
      ({ message }) => message,
    )

    expect(messages.map(({ key }) => key.split(':').slice(-2).join(' '))).toEqual([
      'included 100',
      'cap 80',
    ])
    expect(messages[1]?.data).toMatchObject({
      capMode: 'stop',
      capCents: '1000',
      costCents: '800',
    })
  })

  it('isn’t due before half is used, or without a limit', () => {
    expect(dueAlerts(subject, calls, { ...usage, used: 4_999 })).toEqual([])
    expect(dueAlerts(subject, calls, { ...usage, used: 1e9, included: null })).toEqual([])
  })

  it('counts the cost as Stripe does, and none where no more is sold', () => {
    expect(overageCost({ ...usage, used: 10_003 })).toBe(1)
    expect(overageCost({ ...usage, used: 9_000 })).toBe(0)
    expect(overageCost({ ...usage, used: 20_000, overage: null })).toBe(0)
  })
})
