import { expect, it } from 'vitest'
import { type Access, decideAccess } from '@/lib/billing/access'
import { saas } from '@/lib/billing/catalogs/saas'
import { noFacts } from '@/lib/billing/facts'
import { isSubscribed, noticesFor } from './notices'

const now = new Date('2027-03-10T12:00:00Z')
const later = new Date('2027-03-20T12:00:00Z')
const earlier = new Date('2027-03-01T12:00:00Z')

const access = (change: Partial<Access>): Access => ({
  ...decideAccess(noFacts, { catalog: saas, groupPrefix: '' }, now),
  ...change,
})

it('says nothing when all is well', () => {
  expect(noticesFor(access({ status: 'active', currentPeriodEnd: later }), now)).toEqual([])
  expect(noticesFor(access({ status: 'none' }), now)).toEqual([])
})

it('tells of a failed payment, and until when everything still works', () => {
  expect(noticesFor(access({ status: 'past_due', graceUntil: later }), now)).toEqual([
    { kind: 'payment_failed', worksUntil: later },
  ])
  expect(noticesFor(access({ status: 'past_due', graceUntil: earlier }), now)).toEqual([
    { kind: 'payment_failed', worksUntil: null },
  ])
  expect(noticesFor(access({ status: 'unpaid' }), now)).toEqual([
    { kind: 'payment_failed', worksUntil: null },
  ])
})

it('names one end for a trial that was called off', () => {
  const trial = access({ status: 'trialing', trialExpiresAt: later })

  expect(noticesFor(trial, now)).toEqual([{ kind: 'trial', endsAt: later }])
  expect(noticesFor({ ...trial, cancelAt: later }, now)).toEqual([{ kind: 'ending', at: later }])
})

it('shows both that a payment failed and that the end is set', () => {
  const kinds = noticesFor(
    access({ status: 'past_due', graceUntil: later, cancelAt: later }),
    now,
  ).map((notice) => notice.kind)

  expect(kinds).toEqual(['payment_failed', 'ending'])
})

it('knows who has a subscription to change rather than one to buy', () => {
  expect(isSubscribed(access({ status: 'active', currentPeriodEnd: later }))).toBe(true)
  expect(isSubscribed(access({ status: 'past_due' }))).toBe(true)
  expect(isSubscribed(access({ status: 'canceled' }))).toBe(false)
  expect(isSubscribed(access({ status: 'active' }))).toBe(false)
})
