import { describe, expect, it } from 'vitest'
import {
  facts,
  grant,
  march,
  onTrial,
  price,
  pro,
  purchase,
  rules,
  starter,
  subscription,
} from '@/testing/facts'
import { decideAccess } from './access'
import { noFacts, type SubscriptionFact } from './facts'
import type { AccessStatus } from './status'

const decide = (given: typeof noFacts, now: Date) => decideAccess(given, rules, now)

type Case = [
  what: string,
  subscription: Partial<SubscriptionFact>,
  now: Date,
  status: AccessStatus,
  plan: 'pro' | 'free',
  why: string,
]

const noPlan = 'Your subscription’s price isn’t linked to a current plan. Please contact us.'

/** Pro, paid for March. Grace is 14 days. */
const cases: Case[] = [
  ['active', {}, march(10), 'active', 'pro', 'Your Pro subscription is paid through 2026-03-31.'],
  [
    'active, and the renewal is late',
    {},
    new Date('2026-04-01'),
    'active',
    'pro',
    'Your Pro subscription is paid through 2026-03-31.',
  ],
  [
    'active, cancel scheduled',
    { cancelAt: march(20) },
    march(19),
    'active',
    'pro',
    'Your Pro subscription is paid through 2026-03-20 and won’t renew.',
  ],
  [
    'active, cancel scheduled after a renewal',
    { cancelAt: new Date('2026-04-20T00:00:00Z') },
    march(19),
    'active',
    'pro',
    'Your Pro subscription renews until it ends on 2026-04-20.',
  ],
  [
    'active, cancel reached',
    { cancelAt: march(20) },
    march(20),
    'canceled',
    'free',
    'Your Pro subscription was canceled on 2026-03-20.',
  ],
  [
    'active, five seats',
    { quantity: 5 },
    march(10),
    'active',
    'pro',
    'Your Pro subscription is paid through 2026-03-31.',
  ],
  [
    'active, after a trial',
    { trialStart: march(1), trialEnd: march(5) },
    march(10),
    'active',
    'pro',
    'Your Pro subscription is paid through 2026-03-31.',
  ],
  [
    'active, unknown price',
    { prices: [price()], soldHere: true },
    march(10),
    'none',
    'free',
    noPlan,
  ],
  ['active, no price at all', { prices: [], soldHere: true }, march(10), 'none', 'free', noPlan],
  ['trialing', onTrial, march(14), 'trialing', 'pro', 'Your Pro trial runs until 2026-03-15.'],
  ['trialing, trial over', onTrial, march(15), 'canceled', 'free', 'Your Pro trial has ended.'],
  [
    'trialing, without an end',
    { status: 'trialing' },
    march(2),
    'canceled',
    'free',
    'Your Pro trial has ended.',
  ],
  [
    'trialing, cancel with the trial',
    { ...onTrial, cancelAt: march(15) },
    march(14),
    'trialing',
    'pro',
    'Your Pro trial ends on 2026-03-15 and won’t convert to a paid plan.',
  ],
  [
    'trialing, cancel before its end',
    { ...onTrial, cancelAt: march(9) },
    march(9),
    'canceled',
    'free',
    'Your Pro subscription was canceled on 2026-03-09.',
  ],
  [
    'trialing, cancel after its end',
    { ...onTrial, cancelAt: march(31) },
    march(14),
    'trialing',
    'pro',
    'Your Pro trial runs until 2026-03-15, and your subscription ends on 2026-03-31.',
  ],
  [
    'trialing, unknown price',
    { ...onTrial, prices: [price()], soldHere: true },
    march(2),
    'none',
    'free',
    noPlan,
  ],
  [
    'past due, in grace',
    { status: 'past_due' },
    march(14),
    'past_due',
    'pro',
    'A payment for Pro failed. You have access until 2026-03-15.',
  ],
  [
    'past due, grace over',
    { status: 'past_due' },
    march(15),
    'past_due',
    'free',
    'A payment for Pro failed, and your grace period has ended.',
  ],
  [
    'past due, grace from the invoice',
    { status: 'past_due', unpaidSince: march(3) },
    march(16),
    'past_due',
    'pro',
    'A payment for Pro failed. You have access until 2026-03-17.',
  ],
  [
    'past due, unpaid for long',
    { status: 'past_due', unpaidSince: new Date('2026-02-01') },
    march(2),
    'past_due',
    'free',
    'A payment for Pro failed, and your grace period has ended.',
  ],
  [
    'past due, ends in grace',
    { status: 'past_due', cancelAt: march(9) },
    march(8),
    'past_due',
    'pro',
    'A payment for Pro failed. You have access until 2026-03-09.',
  ],
  [
    'past due, cancel reached',
    { status: 'past_due', cancelAt: march(9) },
    march(9),
    'canceled',
    'free',
    'Your Pro subscription was canceled on 2026-03-09.',
  ],
  [
    'past due, unknown price',
    { status: 'past_due', prices: [price()], soldHere: true },
    march(2),
    'none',
    'free',
    noPlan,
  ],
  [
    'unpaid',
    { status: 'unpaid' },
    march(2),
    'unpaid',
    'free',
    'Pro is unpaid, and we’ve stopped retrying the payment.',
  ],
  [
    'unpaid, cancel reached',
    { status: 'unpaid', cancelAt: march(2) },
    march(3),
    'unpaid',
    'free',
    'Pro is unpaid, and we’ve stopped retrying the payment.',
  ],
  ['paused', { status: 'paused' }, march(2), 'paused', 'free', 'Your Pro subscription is paused.'],
  [
    'paused after a trial',
    { ...onTrial, status: 'paused' },
    march(2),
    'paused',
    'free',
    'Your Pro subscription is paused.',
  ],
  [
    'incomplete',
    { status: 'incomplete' },
    march(2),
    'incomplete',
    'free',
    'Your first payment for Pro hasn’t gone through yet.',
  ],
  [
    'incomplete, with a trial',
    { ...onTrial, status: 'incomplete' },
    march(2),
    'incomplete',
    'free',
    'Your first payment for Pro hasn’t gone through yet.',
  ],
  [
    'incomplete, expired',
    { status: 'incomplete_expired' },
    march(2),
    'none',
    'free',
    'Your first payment for Pro never went through.',
  ],
  [
    'canceled',
    { status: 'canceled', endedAt: march(5) },
    march(6),
    'canceled',
    'free',
    'Your Pro subscription ended on 2026-03-05.',
  ],
  [
    'canceled, a month still paid',
    { status: 'canceled' },
    march(6),
    'canceled',
    'free',
    'Your Pro subscription ended.',
  ],
  [
    'an unknown status',
    { status: 'unknown' },
    march(2),
    'none',
    'free',
    'We don’t recognize the status that Stripe reports for Pro.',
  ],
]

it('another product’s subscription is no part of what a user is told', () => {
  const course = subscription('pro', { id: 'sub_course', prices: [price({ id: 'price_course' })] })

  expect(decideAccess(facts({ subscriptions: [course] }), rules, march(2))).toMatchObject({
    status: 'none',
    plan: 'free',
    subscription: null,
    sources: [{ kind: 'default' }],
  })
})

describe('a subscription to Pro', () => {
  it.each(cases)('%s', (_, changes, now, status, plan, why) => {
    const access = decide(pro(changes), now)

    expect(access).toMatchObject({ status, plan, groups: [`app-${plan}`] })
    const source = access.sources.find(({ kind }) => kind === 'subscription')
    expect(source).toMatchObject({ counts: plan === 'pro', why })
  })

  it('has every status of Stripe in the table above', () => {
    const told = new Set(cases.map(([, changes]) => changes.status ?? 'active'))
    expect([...told].sort()).toEqual([
      'active',
      'canceled',
      'incomplete',
      'incomplete_expired',
      'past_due',
      'paused',
      'trialing',
      'unknown',
      'unpaid',
    ])
  })

  it('shows its dates while they matter, and not after', () => {
    expect(decide(pro({ ...onTrial, cancelAt: march(31) }), march(2))).toMatchObject({
      currentPeriodEnd: march(31),
      trialExpiresAt: march(15),
      cancelAt: march(31),
      graceUntil: null,
    })
    expect(decide(pro({ status: 'past_due' }), march(2))).toMatchObject({ graceUntil: march(15) })
    expect(decide(pro({ status: 'past_due', cancelAt: march(5) }), march(6))).toMatchObject({
      currentPeriodEnd: null,
      cancelAt: null,
      graceUntil: null,
    })
  })

  it('prefers the plan’s days of grace to the catalog’s', () => {
    const plans = rules.catalog.plans.map((plan) => ({ ...plan, graceDays: 0 }))
    const strict = { ...rules, catalog: { ...rules.catalog, plans } }

    expect(decideAccess(pro({ status: 'past_due' }), strict, march(1)).plan).toBe('free')
  })

  it('gives the highest plan of its prices', () => {
    const prices = [price(), price({ nickname: 'Starter' }), price({ nickname: 'Enterprise' })]
    expect(decide(pro({ prices }), march(2)).plan).toBe('enterprise')
  })
})

describe('a user without facts', () => {
  it('has the default plan, with a reason that says so', () => {
    expect(decide(noFacts, march(1))).toMatchObject({
      status: 'none',
      plan: 'free',
      groups: ['app-free'],
      features: ['api-access'],
      sources: [{ kind: 'default', id: null, plan: 'free', counts: true }],
      nextLookAt: null,
    })
  })

  it('gets nothing from names that every object has', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const prices = [price({ id: name, lookupKey: name, productPlan: name, nickname: name })]
      const hostile = facts({
        subscriptions: [subscription('pro', { prices })],
        purchases: [purchase({ plan: name })],
        grants: [grant({ plan: name })],
      })
      expect(decide(hostile, march(2)).plan).toBe('free')
    }
  })
})

describe('the next check', () => {
  const at = (hours: number, date: Date) => new Date(date.getTime() + hours * 3_600_000)

  it.each([
    ['shortly after a renewal', pro(), march(2), at(2, march(31))],
    ['never, after the check for a renewal', pro(), new Date('2026-04-09'), null],
    ['at a scheduled end', pro({ cancelAt: march(9) }), march(2), march(9)],
    ['at a trial’s end', pro(onTrial), march(2), march(15)],
    [
      'once more after a trial, in case Stripe’s clock is behind',
      pro(onTrial),
      march(15),
      at(2, march(15)),
    ],
    ['at the end of the grace', pro({ status: 'past_due' }), march(2), march(15)],
    ['never, when unpaid', pro({ status: 'unpaid', cancelAt: march(9) }), march(2), null],
    ['never, when canceled', pro({ status: 'canceled', cancelAt: march(9) }), march(2), null],
    ['never, for an unknown price', pro({ prices: [price()] }), march(2), null],
    ['when a grant starts', facts({ grants: [grant({ startsAt: march(5) })] }), march(2), march(5)],
    ['when a grant ends', facts({ grants: [grant({ endsAt: march(7) })] }), march(5), march(7)],
    ['never, for a purchase', facts({ purchases: [purchase()] }), march(2), null],
    [
      'at the earliest of several times',
      facts({ ...starter(), grants: [grant({ endsAt: march(7) })] }),
      march(5),
      march(7),
    ],
  ])('is %s', (_, given, now, expected) => {
    expect(decide(given, now).nextLookAt).toEqual(expected)
  })
})
