import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { liveSubscriptions } from '@/lib/billing/access/subscription-status'
import { march, price, purchase, rules, subscription } from '@/testing/facts'
import { decideAccess, sourcesShown } from './access'
import { compactFacts } from './compact'
import { type Facts, SubscriptionStatus } from './facts'
import { hadTrial } from './trial'

const runs = { numRuns: 1_000 }

const time = fc.integer({ min: 1, max: 60 }).map(march)
const plan = fc.constantFrom('starter', 'pro', 'enterprise', 'gold')
const ended = fc.constantFrom('canceled' as const, 'incomplete_expired' as const)
// Mostly ended ones: the others are few, and none may be dropped.
const status = fc.oneof(
  { weight: 20, arbitrary: ended },
  { weight: 1, arbitrary: fc.constantFrom(...SubscriptionStatus.options) },
)
const subscriptions = fc
  .array(
    fc.record({
      status,
      plan,
      createdAt: time,
      trialStart: fc.option(time, { freq: 20 }),
      trialEnd: fc.option(time),
      cancelAt: fc.option(time),
      endedAt: fc.option(time),
      unpaidSince: fc.option(time),
      firstPayment: fc.constantFrom('processing' as const, 'failed' as const, undefined),
      pause: fc.oneof(
        { weight: 20, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.record({ resumesAt: fc.option(time) }) },
      ),
    }),
    { maxLength: 120, size: 'max' },
  )
  .map((many) =>
    many.map(({ plan, firstPayment, pause, ...known }, at) => ({
      ...subscription(plan, known),
      id: `sub_${at}`,
      prices: [price({ lookupKey: `saas_${plan}_month` })],
      ...(firstPayment && { firstPayment }),
      ...(pause && { pause }),
    })),
  )
const purchases = fc
  .array(
    fc.record({
      plan,
      paidAt: time,
      amountRefundedCents: fc.constantFrom(0, 100, 30_000),
      dispute: fc.constantFrom('none' as const, 'open' as const, 'won' as const, 'lost' as const),
      payment: fc.constantFrom(
        'processing' as const,
        'failed' as const,
        undefined,
        undefined,
        undefined,
      ),
    }),
    { maxLength: 120, size: 'max' },
  )
  .map((many) =>
    many.map(({ payment, ...known }, at) => ({
      ...purchase({ ...known, id: `ch_${at}` }),
      ...(payment && { payment }),
    })),
  )
const grants = fc
  .array(fc.record({ plan, startsAt: time, endsAt: fc.option(time) }), { maxLength: 2 })
  .map((many) => many.map((known, at) => ({ id: `grant_${at}`, reason: 'a favor', ...known })))
const history: fc.Arbitrary<Facts> = fc.record({ subscriptions, purchases, grants })

describe('dropping settled facts', () => {
  it('changes no decision, at any time', () => {
    fc.assert(
      fc.property(history, time, (facts, now) => {
        expect(decideAccess(compactFacts(facts, rules), rules, now)).toEqual(
          decideAccess(facts, rules, now),
        )
      }),
      runs,
    )
  })

  it('keeps trials and running subscriptions, and what it drops never matters later', () => {
    fc.assert(
      fc.property(history, (facts) => {
        const trimmed = compactFacts(facts, rules)
        expect(hadTrial(trimmed)).toBe(hadTrial(facts))
        expect(liveSubscriptions(trimmed)).toEqual(liveSubscriptions(facts))
        expect(compactFacts(trimmed, rules)).toEqual(trimmed)
      }),
      runs,
    )
  })

  it('leaves only a few, however many there were', () => {
    const many = Array.from({ length: 5_000 }, (_, at) => at)
    const trimmed = compactFacts(
      {
        subscriptions: many.map((at) => subscription('pro', { id: `s${at}`, status: 'canceled' })),
        purchases: many.map((at) => purchase({ id: `p${at}` })),
        grants: [],
      },
      rules,
    )

    expect(trimmed.subscriptions).toHaveLength(sourcesShown)
    expect(trimmed.purchases).toHaveLength(sourcesShown)
  })
})
