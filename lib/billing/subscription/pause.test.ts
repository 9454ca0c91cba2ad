import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { decideAccess } from '@/lib/billing/access/access'
import { SubscriptionFact } from '@/lib/billing/access/facts'
import { march, onTrial, pro, rules, subscription } from '@/testing/facts'

const until = (day: number) => ({ pause: { resumesAt: march(day) } })
const forNow = { pause: { resumesAt: null } }
const at = (day: number, changes: Partial<SubscriptionFact>) =>
  decideAccess(pro(changes), rules, march(day))

describe('a paused subscription', () => {
  it.each([
    ['active', { status: 'active' }],
    ['on trial', onTrial],
    ['past due', { status: 'past_due', unpaidSince: march(9) }],
  ] as const)('gives no access, whatever its status: %s', (_, was) => {
    expect(at(10, { ...was, ...forNow })).toMatchObject({
      status: 'paused',
      plan: 'free',
      groups: ['app-free'],
      subscription: { plan: 'pro', status: 'paused' },
      graceUntil: null,
      trialExpiresAt: null,
    })
  })

  it('says until when, in a sentence for its owner', () => {
    expect(at(10, until(20)).sources).toContainEqual(
      expect.objectContaining({
        counts: false,
        why: 'Your Pro subscription is paused until 2026-03-20.',
      }),
    )
    expect(at(10, forNow).sources[1]?.why).toBe('Your Pro subscription is paused.')
  })

  it('gives access again on the second that it resumes, even without an event', () => {
    const second = new Date(march(20).getTime() - 1000)

    expect(decideAccess(pro(until(20)), rules, second).plan).toBe('free')
    expect(at(20, until(20))).toMatchObject({ status: 'active', plan: 'pro' })
  })

  it('is checked when it resumes', () => {
    expect(at(10, until(20)).nextLookAt).toEqual(march(20))
  })

  it('that was canceled ends on time, and unpaid stays unpaid', () => {
    expect(at(10, { ...forNow, cancelAt: march(9) }).status).toBe('canceled')
    expect(at(10, { ...forNow, status: 'unpaid' }).status).toBe('unpaid')
  })
})

it('a row without a pause field is not paused', () => {
  const { pause: _, ...old } = z.encode(SubscriptionFact, subscription('pro', forNow))

  expect(z.decode(SubscriptionFact, old)).toEqual(subscription('pro'))
  const stored = z.encode(SubscriptionFact, subscription('pro', until(20)))
  expect(z.decode(SubscriptionFact, JSON.parse(JSON.stringify(stored)))).toEqual(
    subscription('pro', until(20)),
  )
})
