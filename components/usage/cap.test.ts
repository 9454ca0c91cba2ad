import { describe, expect, it } from 'vitest'
import { shownMeter } from '@/testing/shown-meter'
import { capEffect, capText, centsOf } from './cap-text'

describe('a spending cap', () => {
  it('is said in one line', () => {
    expect(capText(shownMeter())).toBe('No spending cap')
    expect(capText(shownMeter({ cap: { mode: 'stop', cents: 5_000 } }))).toBe(
      'Stops at $50 of extra usage',
    )
    expect(capText(shownMeter({ cap: { mode: 'notify', cents: 550 } }))).toBe('Tells you at $5.50')
  })

  it('says before it is saved how much fits, and what happens then', () => {
    expect(capEffect('stop', 5_000, shownMeter())).toBe(
      'Beyond the 100,000 calls that your plan includes, 50,000 calls more can be used each period. Then no more API calls are accepted until the next one, now until Apr 1.',
    )
    expect(capEffect('stop', 30, shownMeter())).toContain('300 calls more')
    expect(capEffect('notify', 5_000, shownMeter())).toContain('100% of $50. Nothing stops.')
  })

  it.each([
    ['50', 5_000],
    [' $50.00 ', 5_000],
    ['1,250.5', 125_050],
    ['0', 0],
    ['', null],
    ['-5', null],
    ['fifty', null],
    ['5e3', null],
    ['9999999', null],
    ['1.2.3', null],
  ])('reads an amount of money as it is typed: %j', (typed, cents) => {
    expect(centsOf(typed, 2)).toBe(cents)
  })

  it('has no cents in a currency without them', () => {
    expect(centsOf('500', 0)).toBe(500)
  })
})
