import { describe, expect, it } from 'vitest'
import { shownMeter } from '@/testing/shown-meter'
import { barText, partTexts } from './parts-text'
import {
  allowanceText,
  beyondText,
  forecastText,
  rounded,
  timeLeft,
  trendText,
  usedText,
} from './text'

const now = new Date('2026-03-01T12:00:00Z')

describe('usage in words', () => {
  it('says what is used, of how much', () => {
    expect(usedText(shownMeter({ used: 82_140 }))).toBe('82,140 of 100,000 calls')
    expect(usedText(shownMeter({ used: 1, included: null, unit: 'sources' }))).toBe('1 source')
  })

  it('says what is not included, rather than “0 of 0”', () => {
    const none = shownMeter({ used: 0, included: 0, overage: null, unit: 'backups' })

    expect(usedText(none)).toBe('Not included')
    expect(barText(none)).toBe('Not included')
    expect(allowanceText(none)).toBe('backups, not included')
    expect(beyondText({ ...none, aggregation: 'last' }, 'Free')).toBe('Not included in Free.')
    expect(usedText({ ...none, used: 3 })).toBe('3 backups, not included')
    // What is only sold is no refusal.
    expect(usedText(shownMeter({ used: 3, included: 0 }))).toBe('3 calls')
    expect(beyondText(shownMeter({ included: 0 }), 'Free')).toContain('$1 per 1,000 calls')
  })

  it.each([
    [1_000, 'less than an hour'],
    [3_600_000, '1 hour'],
    [47 * 3_600_000, '47 hours'],
    [48 * 3_600_000, '2 days'],
    [13 * 86_400_000, '13 days'],
  ])('says how long it is until a moment in %i ms: %s', (ms, text) => {
    expect(timeLeft(new Date(now.getTime() + ms), now)).toBe(text)
  })

  it('rounds a forecast, which is no promise', () => {
    expect(forecastText({ expected: 118_312, low: 104_988, high: 131_500 }, 'calls')).toEqual({
      expected: 'About 120,000 calls',
      band: '100,000 to 130,000',
    })
    expect(forecastText({ expected: 3, low: 3, high: 3 }, 'sources')).toEqual({
      expected: 'About 3 sources',
      band: null,
    })
    expect(forecastText({ expected: 0, low: 0, high: 0 }, 'calls')).toBeNull()
    expect([7, 99, 118, 1_849].map(rounded)).toEqual([7, 99, 120, 1_800])
  })

  it('says how it compares with the period before', () => {
    expect(trendText({ before: 100, change: 0.118 })).toBe('12% more')
    expect(trendText({ before: 100, change: -0.5 })).toBe('50% less')
    expect(trendText({ before: 100, change: 0.004 })).toBe('About the same')
    expect(trendText({ before: 100_000, change: -0.9999 })).toBe('99% less')
    expect(trendText({ before: 5, change: 252 })).toBe('More than 10 times as much')
  })

  it('says what happens beyond what is included', () => {
    expect(beyondText(shownMeter({ included: 1_000, overage: null }), 'Pro')).toBe(
      'At 1,000 calls it stops until Apr 1.',
    )
    expect(
      beyondText(
        shownMeter({ included: 30, overage: null, unit: 'backups', aggregation: 'last' }),
        'Pro',
      ),
    ).toBe('Your plan has room for 30 backups.')
    expect(beyondText(shownMeter(), 'Pro')).toBe(
      'Beyond what’s included: $1 per 1,000 calls, on your next invoice.',
    )
    expect(beyondText(shownMeter({ included: null }), 'Pro')).toBe('Unlimited on your plan.')
  })

  it('names the parts of a bar, and what the usage beyond it costs', () => {
    const meter = shownMeter({ used: 104_000, reserved: 300 })

    expect(partTexts(meter)).toEqual([
      { kind: 'included', text: '100,000 included' },
      { kind: 'overage', text: '4,000 extra, $4' },
      { kind: 'held', text: '300 reserved' },
    ])
    expect(barText(meter)).toBe(
      '104,000 of 100,000 calls; 4,000 calls extra, $4; 300 calls reserved',
    )
    expect(partTexts(shownMeter({ used: 50 }))).toEqual([])
  })
})
