import { describe, expect, it } from 'vitest'
import { shareOf } from '@/lib/billing/usage/alerts'
import { shownMeter } from '@/testing/shown-meter'
import { usageNotices } from './notice-text'

const notice = (meter: Parameters<typeof shownMeter>[0]) => usageNotices([shownMeter(meter)])[0]

describe('a notice about usage', () => {
  it('is none below half', () => {
    expect(notice({ used: 49_999 })).toBeUndefined()
  })

  it('says what more costs, and that nothing stops', () => {
    expect(notice({ used: 81_000 })).toMatchObject({
      title: '81% of your included API calls used',
      text: 'Beyond 100,000 calls, everything goes on: $1 per 1,000 calls until Apr 1.',
      opener: null,
    })
    expect(notice({ used: 130_000 })).toMatchObject({
      title: 'You’ve used all of your included API calls',
      text: 'Everything goes on: $1 per 1,000 calls until Apr 1.',
    })
  })

  it('says until when there is no more, and how to make room for what is kept', () => {
    expect(notice({ used: 1_000, included: 1_000, overage: null })).toMatchObject({
      text: '1,000 of 1,000 calls, and there’s no more until Apr 1.',
      opener: { href: '/plans', text: 'Compare plans' },
    })
    const backups = { unit: 'backups', included: 30, overage: null, aggregation: 'last' as const }
    expect(notice({ ...backups, used: 30 })?.text).toBe(
      '30 of 30 backups. Remove some, or change to a plan with more room.',
    )
  })

  it('of the cap stands beside that of what is included, each by its own share', () => {
    const cap = { mode: 'stop' as const, cents: 2_000 }
    const both = (meter: Parameters<typeof shownMeter>[0]) => usageNotices([shownMeter(meter)])

    expect(both({ used: 117_000, cap })).toMatchObject([
      { of: 'included', percent: 100, title: 'You’ve used all of your included API calls' },
      {
        of: 'cap',
        percent: 80,
        title: '85% of your cap for API calls reached',
        text: '$17 of $20. You asked to stop at $20: then no more API calls are accepted until Apr 1.',
        opener: null,
      },
    ])
    expect(both({ used: 110_000, cap })).toMatchObject([{ percent: 100 }, { percent: 50 }])
    expect(both({ used: 101_000, cap })).toMatchObject([{ of: 'included', percent: 100 }])
  })

  it('of a reached cap leads to the cap, and not to another plan', () => {
    const cap = { mode: 'stop' as const, cents: 2_000 }
    const ofCap = (meter: Parameters<typeof shownMeter>[0]) => usageNotices([shownMeter(meter)])[1]

    expect(ofCap({ used: 120_000, cap })).toMatchObject({
      title: 'You’ve reached your cap for API calls',
      text: '$20 of $20. You asked to stop here, so no more API calls are accepted until Apr 1.',
      opener: { href: '/usage#api_calls', text: 'Change your cap' },
    })
    expect(ofCap({ used: 120_000, cap, name: 'Storage' })?.text).toContain(
      'no more storage is accepted',
    )
    expect(ofCap({ used: 125_000, cap: { ...cap, mode: 'notify' } })).toMatchObject({
      text: '$25 of $20. Nothing stops.',
      opener: null,
    })
  })

  it('says that extra usage ends at a cap which stops', () => {
    const cap = { mode: 'stop' as const, cents: 200 }

    expect(notice({ used: 100_000, cap })?.text).toBe(
      'Extra usage is $1 per 1,000 calls, until your cap of $2.',
    )
    expect(notice({ used: 90_000, cap })?.text).toBe(
      'Beyond 100,000 calls, extra usage is $1 per 1,000 calls, until your cap of $2.',
    )
    expect(notice({ used: 100_000, cap: { ...cap, mode: 'notify' } })?.text).toMatch(/goes on/)
  })

  it('knows a cap that pays for nothing', () => {
    const cap = { mode: 'stop' as const, cents: 0 }

    expect(notice({ used: 100_000, cap })).toMatchObject({
      text: 'You asked to stop here, so no more API calls are accepted until Apr 1.',
      opener: { href: '/usage#api_calls' },
    })
    expect(notice({ used: 90_000, cap })).toMatchObject({
      text: 'You asked to stop at 100,000 calls: then no more API calls are accepted until Apr 1.',
      opener: null,
    })
  })

  it('names the share that the card names', () => {
    const backups = { name: 'Backups', unit: 'backups', included: 30, overage: null }

    expect(notice({ ...backups, used: 27 })).toMatchObject({
      percent: 80,
      title: '90% of your included backups used',
    })
    // 29 / 100 × 100 is a little less than 29.
    expect(shareOf(29, 100)).toBe(29)
  })
})
