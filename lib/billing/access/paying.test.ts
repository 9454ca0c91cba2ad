import { expect, it } from 'vitest'
import { grant, march, purchase, rules, subscription } from '@/testing/facts'
import type { Facts } from './facts'
import { isPaying } from './paying'

const none: Facts = { subscriptions: [], purchases: [], grants: [] }
const trial = subscription('pro', { status: 'trialing', trialEnd: march(15) })
const late = subscription('pro', {
  status: 'past_due',
  currentPeriodStart: march(1),
  unpaidSince: march(1),
})

it.each<[string, Partial<Facts>, boolean]>([
  ['has nothing', {}, false],
  ['has a subscription', { subscriptions: [subscription('pro')] }, true],
  ['is on a trial', { subscriptions: [trial] }, false],
  ['has a canceled subscription', { subscriptions: [{ ...trial, status: 'canceled' }] }, false],
  ['bought a plan once', { purchases: [purchase()] }, true],
  ['was paid back', { purchases: [purchase({ amountRefundedCents: 30_000 })] }, false],
  ['was given a plan', { grants: [grant()] }, false],
  [
    'pays for one plan and was given a higher one',
    { subscriptions: [subscription('starter')], grants: [grant({ plan: 'enterprise' })] },
    true,
  ],
])('a user who %s: %j', (_, facts, expected) => {
  expect(isPaying({ ...none, ...facts }, rules, march(2))).toBe(expected)
})

it('counts a failed renewal until its grace period is over', () => {
  const facts = { ...none, subscriptions: [late] }

  expect(isPaying(facts, rules, march(2))).toBe(true)
  expect(isPaying(facts, rules, march(30))).toBe(false)
})
