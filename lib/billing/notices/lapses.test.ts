import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { facts, grant, march, onTrial, pro, rules, subscription } from '@/testing/facts'
import { lastLapse } from './lapses'

const told = (known: Facts, at = march(20)) => {
  const found = lastLapse(known, decideAccess(known, rules, at), rules, at)
  return found && { ...found, plan: found.plan.key }
}

describe('what has run out', () => {
  it('is nothing while everything runs', () => {
    expect(told(facts())).toBeNull()
    expect(told(pro())).toBeNull()
    expect(told(pro(onTrial), march(10))).toBeNull()
    expect(told(facts({ grants: [grant()] }))).toBeNull()
  })

  it('is a trial, on the second that it ends, however Stripe calls it then', () => {
    const over = { what: 'trial', plan: 'pro', endedAt: march(15), isUnpaid: false }

    expect(told(pro(onTrial), march(15))).toEqual(over)
    expect(told(pro({ ...onTrial, cancelAt: march(15) }))).toEqual(over)
    expect(told(pro({ ...onTrial, status: 'canceled', endedAt: march(15) }))).toEqual(over)
  })

  it('is a subscription, whether it was left or never paid for', () => {
    const over = { what: 'subscription', plan: 'pro', endedAt: march(15), isUnpaid: false }

    expect(told(pro({ cancelAt: march(15) }))).toEqual(over)
    expect(told(pro({ status: 'canceled', endedAt: march(15) }))).toEqual(over)
    expect(told(pro({ status: 'canceled', endedAt: march(15), endedUnpaid: true }))).toEqual({
      ...over,
      isUnpaid: true,
    })
  })

  it('is a subscription too where a trial came before what was paid', () => {
    const paidAfterTrial = { ...onTrial, trialEnd: march(3) }

    expect(told(pro({ ...paidAfterTrial, status: 'canceled', endedAt: march(15) }))).toMatchObject({
      what: 'subscription',
    })
  })

  it('is an override that staff gave for a time', () => {
    expect(told(facts({ grants: [grant({ plan: 'enterprise', endsAt: march(15) })] }))).toEqual({
      what: 'grant',
      plan: 'enterprise',
      endedAt: march(15),
      isUnpaid: false,
    })
  })

  it('is the last of several', () => {
    const known = {
      ...pro({ status: 'canceled', endedAt: march(12) }),
      grants: [grant({ id: 'grant_1', plan: 'enterprise', endsAt: march(10) })],
    }
    expect(told(known)).toMatchObject({ what: 'subscription', endedAt: march(12) })
  })

  it('is not told to somebody who has as much, or more, from elsewhere', () => {
    const left = subscription('pro', { status: 'canceled', endedAt: march(15) })

    for (const plan of ['pro', 'enterprise']) {
      expect(told(facts({ subscriptions: [left], grants: [grant({ plan })] }))).toBeNull()
    }
    expect(
      told(facts({ subscriptions: [left], grants: [grant({ plan: 'starter' })] })),
    ).toMatchObject({ plan: 'pro' })
  })

  it('is told for thirty days', () => {
    const left = pro({ status: 'canceled', endedAt: march(1) })

    expect(told(left, march(30))).not.toBeNull()
    expect(told(left, march(31))).toBeNull()
  })

  it('is not a late payment, a pause, or what never opened anything', () => {
    expect(told(pro({ status: 'past_due', unpaidSince: march(1) }))).toBeNull()
    expect(told(pro({ status: 'unpaid' }))).toBeNull()
    expect(told(pro({ status: 'paused' }))).toBeNull()
    expect(told(pro({ status: 'incomplete_expired', endedAt: march(15) }))).toBeNull()
    expect(told(pro({ status: 'canceled', endedAt: march(15), firstPayment: 'failed' }))).toBeNull()
    expect(told(pro({ status: 'canceled', endedAt: march(15), trialRefused: true }))).toBeNull()
    expect(told(facts({ grants: [grant({ startsAt: march(15), endsAt: march(15) })] }))).toBeNull()
  })
})
