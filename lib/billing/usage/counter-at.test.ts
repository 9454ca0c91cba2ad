import { describe, expect, it } from 'vitest'
import { counterAt } from './counter-at'

const counter = (source: string, start: string, end: string) => ({
  period: { source, start: new Date(start), end: new Date(end) },
})
/** Canceled on December 15. The account's own month began a moment after the subscription's. */
const subscription = counter('sub_1', '2026-11-30T00:42:00.000Z', '2026-12-30T00:42:00.000Z')
const account = counter('account', '2026-11-30T00:42:00.174Z', '2026-12-30T00:42:00.174Z')
const both = [subscription, account]

describe('what was used at a time', () => {
  const at = new Date('2026-12-10T03:00:00.000Z')

  it('belongs to the subscription of then, though a later month of the account contains it', () => {
    expect(counterAt(both, at, { source: 'sub_1' })).toBe(subscription)
  })

  it('belongs to the account once the subscription has ended', () => {
    expect(counterAt(both, at, { source: 'account' })).toBe(account)
  })

  it('belongs to the only counter of that time if the facts no longer say whose it was', () => {
    expect(counterAt([subscription], at, { source: 'account' })).toBe(subscription)
  })

  it('opens a counter of its own if only another month contains it', () => {
    expect(counterAt([account], at, { source: 'sub_1' })).toBeUndefined()
    expect(counterAt(both, new Date('2027-01-01'), { source: 'account' })).toBeUndefined()
  })
})
