import { describe, expect, it } from 'vitest'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Plan } from '@/lib/billing/catalog/schema'
import { beyondText, forecastText, rounded, timeLeft, trendText, usedText } from './text'

const now = new Date('2026-03-01T12:00:00Z')
const end = new Date('2026-03-14T12:00:00Z')
const calls = { unit: 'calls' }

describe('usage in words', () => {
  it('says what is used, of how much', () => {
    expect(usedText(82_140, 100_000, calls)).toBe('82,140 of 100,000 calls')
    expect(usedText(1, null, { unit: 'sources' })).toBe('1 source')
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
    expect(forecastText({ expected: 118_312, low: 104_988, high: 131_500 }, calls, end)).toBe(
      'About 120,000 calls by Mar 14, probably between 100,000 and 130,000.',
    )
    expect(forecastText({ expected: 3, low: 3, high: 3 }, { unit: 'sources' }, end)).toBe(
      'About 3 sources by Mar 14.',
    )
    expect([7, 99, 118, 1_849].map(rounded)).toEqual([7, 99, 120, 1_800])
  })

  it('says how it compares with the period before', () => {
    expect(trendText({ before: 100, change: 0.118 })).toMatch(/^12% more than/)
    expect(trendText({ before: 100, change: -0.5 })).toMatch(/^50% less than/)
    expect(trendText({ before: 100, change: 0.004 })).toMatch(/^About as much/)
  })

  it('says what happens beyond what is included', () => {
    const beyond = (key: string, meter: string) => {
      const plan = planByKey(saas, key) as Plan
      const [limit, label] = [plan.limits[meter], saas.meters[meter]]
      return limit && label ? beyondText(limit, label, plan, 'usd', end) : null
    }

    expect(beyond('free', 'api_calls')).toBe('At 1,000 calls it stops until Mar 14.')
    expect(beyond('pro', 'api_calls')).toBe(
      'Beyond what’s included: $1 per 1,000 calls, on your next invoice.',
    )
    expect(beyond('enterprise', 'backups')).toBe('Unlimited on your plan.')
  })
})
