import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { facts, grant, march, onTrial, pro, rules, subscription } from '@/testing/facts'
import { lastLapse } from './lapses'

const told = (known: Facts, at = march(20)) => {
  const found = lastLapse(known, decideAccess(known, rules, at), rules, at)
  return found && { ...found, plan: found.plan.key }
}

describe('the last lapse', () => {
  it('is none while everything runs', () => {
    expect(told(facts())).toBeNull()
    expect(told(pro())).toBeNull()
    expect(told(pro(onTrial), march(10))).toBeNull()
    expect(told(facts({ grants: [grant()] }))).toBeNull()
  })

  it('is a trial, from the second that it ends, whatever status Stripe reports', () => {
    const over = { what: 'trial', plan: 'pro', endedAt: march(15), isUnpaid: false }

    expect(told(pro(onTrial), march(15))).toEqual(over)
    expect(told(pro({ ...onTrial, cancelAt: march(15) }))).toEqual(over)
    expect(told(pro({ ...onTrial, status: 'canceled', endedAt: march(15) }))).toEqual(over)
  })

  it('is a subscription that was canceled or ended unpaid', () => {
    const over = { what: 'subscription', plan: 'pro', endedAt: march(15), isUnpaid: false }

    expect(told(pro({ cancelAt: march(15) }))).toEqual(over)
    expect(told(pro({ status: 'canceled', endedAt: march(15) }))).toEqual(over)
    expect(told(pro({ status: 'canceled', endedAt: march(15), endedUnpaid: true }))).toEqual({
      ...over,
      isUnpaid: true,
    })
  })

  it('is a subscription if a paid period followed the trial', () => {
    const paidAfterTrial = { ...onTrial, trialEnd: march(3) }

    expect(told(pro({ ...paidAfterTrial, status: 'canceled', endedAt: march(15) }))).toMatchObject({
      what: 'subscription',
    })
  })

  it('is a grant of staff that ended', () => {
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

  it('is none if the user has the same plan or a higher one', () => {
    const left = subscription('pro', { status: 'canceled', endedAt: march(15) })

    for (const plan of ['pro', 'enterprise']) {
      expect(told(facts({ subscriptions: [left], grants: [grant({ plan })] }))).toBeNull()
    }
    expect(
      told(facts({ subscriptions: [left], grants: [grant({ plan: 'starter' })] })),
    ).toMatchObject({ plan: 'pro' })
  })

  it('is shown for thirty days', () => {
    const left = pro({ status: 'canceled', endedAt: march(1) })

    expect(told(left, march(30))).not.toBeNull()
    expect(told(left, march(31))).toBeNull()
  })

  it('is never a late payment, a pause, or a subscription that gave no access', () => {
    expect(told(pro({ status: 'past_due', unpaidSince: march(1) }))).toBeNull()
    expect(told(pro({ status: 'unpaid' }))).toBeNull()
    expect(told(pro({ status: 'paused' }))).toBeNull()
    expect(told(pro({ status: 'incomplete_expired', endedAt: march(15) }))).toBeNull()
    expect(told(pro({ status: 'canceled', endedAt: march(15), firstPayment: 'failed' }))).toBeNull()
    expect(told(pro({ status: 'canceled', endedAt: march(15), trialRefused: true }))).toBeNull()
    expect(told(facts({ grants: [grant({ startsAt: march(15), endsAt: march(15) })] }))).toBeNull()
  })
})
