import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts, SubscriptionFact } from '@/lib/billing/access/facts'
import { facts, march, onTrial, rules, subscription } from '@/testing/facts'

const decide = (given: Facts, now: Date) => decideAccess(given, rules, now)

describe('two base subscriptions', () => {
  const two = (first: SubscriptionFact, second: SubscriptionFact) => {
    const decided = [
      facts({ subscriptions: [first, second] }),
      facts({ subscriptions: [second, first] }),
    ].map((given) => decide(given, march(2)))
    expect(decided[1]).toEqual(decided[0])
    return decided[0]
  }

  it('count as the higher plan', () => {
    const access = two(subscription('starter'), subscription('enterprise', { cancelAt: march(9) }))
    expect(access).toMatchObject({ plan: 'enterprise', cancelAt: march(9) })
  })

  it('count as the one that is open', () => {
    const access = two(subscription('starter'), subscription('enterprise', { status: 'unpaid' }))
    expect(access).toMatchObject({ plan: 'starter', status: 'active' })
  })

  it('to one plan count as the one that is paid', () => {
    const unpaid = subscription('pro', { id: 'sub_a', status: 'past_due', createdAt: march(2) })
    const trial = subscription('pro', { id: 'sub_b', ...onTrial, createdAt: march(2) })
    const paid = subscription('pro', { id: 'sub_c' })

    expect(two(unpaid, paid)).toMatchObject({ status: 'active', graceUntil: null })
    expect(two(trial, paid)).toMatchObject({ status: 'active', trialExpiresAt: null })
    expect(two(trial, unpaid)).toMatchObject({ status: 'trialing', graceUntil: null })
  })

  it('with the same plan and status count as the newer one, or the first by id', () => {
    const old = subscription('pro', { id: 'sub_a', currentPeriodEnd: march(20) })
    const young = subscription('pro', { id: 'sub_b', createdAt: march(2) })

    expect(two(old, young)).toMatchObject({ currentPeriodEnd: march(31) })
    const twins = two(subscription('pro', { id: 'sub_b' }), subscription('pro', { id: 'sub_a' }))
    expect(twins?.sources.map(({ id, counts }) => [id, counts])).toEqual([
      ['sub_a', true],
      ['sub_b', false],
    ])
  })

  it('that give no access show the one that can recover', () => {
    const gone = subscription('enterprise', { status: 'canceled', createdAt: march(2) })
    expect(two(gone, subscription('pro', { status: 'unpaid' }))?.status).toBe('unpaid')
    expect(two(gone, subscription('pro', { status: 'paused' }))?.status).toBe('paused')
  })
})
