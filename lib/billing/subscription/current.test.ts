import { expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import { noFacts, type SubscriptionFact } from '@/lib/billing/access/facts'
import { march, price, rules, subscription } from '@/testing/facts'
import { currentSubscription } from './current'

const current = (...subscriptions: SubscriptionFact[]) =>
  currentSubscription(
    { subscriptions },
    decideAccess({ ...noFacts, subscriptions }, rules, march(10)),
    rules,
  )?.id

it('is the only live subscription', () => {
  expect(current(subscription('starter'))).toBe('sub_starter')
})

it('is the one that gives access if two are live, in any order', () => {
  const pro = subscription('pro')
  const starter = subscription('starter')
  expect([current(starter, pro), current(pro, starter)]).toEqual(['sub_pro', 'sub_pro'])
})

it('is a live subscription even if the access speaks of one that has ended', () => {
  const ended = subscription('pro', { status: 'canceled' })
  const facts = { subscriptions: [ended, subscription('starter')] }
  const access = decideAccess({ ...noFacts, subscriptions: [ended] }, rules, march(10))
  expect(access.subscription?.id).toBe('sub_pro')
  expect(currentSubscription(facts, access, rules)?.id).toBe('sub_starter')
})

it.each(['canceled', 'incomplete_expired', 'incomplete'] as const)('is never %s', (status) => {
  expect(current(subscription('pro', { status }))).toBeUndefined()
})

const course = subscription('pro', { id: 'sub_course', prices: [price({ id: 'price_course' })] })

it('is never a subscription to another product of the same company', () => {
  expect(current(course)).toBeUndefined()
  expect(current(course, subscription('starter'))).toBe('sub_starter')
  expect(current(course, subscription('starter', { status: 'canceled' }))).toBeUndefined()
})

it('is one that our Checkout made, even if its price maps to no plan any more', () => {
  expect(current({ ...course, soldHere: true })).toBe('sub_course')
})
