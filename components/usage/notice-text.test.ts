import { describe, expect, it } from 'vitest'
import { shownMeter } from '@/testing/shown-meter'
import { usageNotices } from './notice-text'

const notice = (meter: Parameters<typeof shownMeter>[0]) => usageNotices([shownMeter(meter)])[0]

describe('a notice about usage', () => {
  it('is none below half', () => {
    expect(notice({ used: 49_999 })).toBeUndefined()
  })

  it('says what more costs, and that nothing stops', () => {
    expect(notice({ used: 81_000 })).toMatchObject({
      title: '80% of your included API calls used',
      text: 'Beyond 100,000 calls, everything goes on: $1 per 1,000 calls until Apr 1.',
      isStopped: false,
    })
    expect(notice({ used: 130_000 })).toMatchObject({
      title: '100% of your included API calls used',
      text: 'Everything goes on: $1 per 1,000 calls until Apr 1.',
    })
  })

  it('says until when there is no more, and how to make room for what is kept', () => {
    expect(notice({ used: 1_000, included: 1_000, overage: null })).toMatchObject({
      text: '1,000 of 1,000 calls, and there’s no more until Apr 1.',
      isStopped: true,
    })
    const backups = { unit: 'backups', included: 30, overage: null, aggregation: 'last' as const }
    expect(notice({ ...backups, used: 30 })?.text).toBe(
      '30 of 30 backups. Remove some, or change to a plan with more room.',
    )
  })

  it('is about the cap, once one is set and half of it is spent', () => {
    const cap = { mode: 'stop' as const, cents: 2_000 }

    expect(notice({ used: 116_000, cap })).toMatchObject({
      title: '80% of your cap for API calls reached',
      text: '$16 of $20. At $20 it stops, as you asked, until Apr 1.',
      isStopped: false,
    })
    expect(notice({ used: 120_000, cap })).toMatchObject({
      text: '$20 of $20. As you asked, it has stopped until Apr 1.',
      isStopped: true,
    })
    expect(notice({ used: 125_000, cap: { ...cap, mode: 'notify' } })).toMatchObject({
      text: '$25 of $20. Nothing stops.',
      isStopped: false,
    })
    expect(notice({ used: 101_000, cap })?.title).toBe('100% of your included API calls used')
  })
})
