import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { managedGroups, planByKey } from '@/lib/billing/catalog/catalog'
import { march, rules } from '@/testing/facts'
import { decideAccess } from './access'
import { type Facts, SubscriptionStatus } from './facts'

const runs = { numRuns: 2_000 }

// Few distinct values on purpose: decisions go wrong where values coincide.
const time = fc.integer({ min: 1, max: 60 }).map(march)
const maybeTime = fc.option(time)
const id = fc.constantFrom('a', 'b', 'c', 'd')
const planKey = fc.constantFrom('free', 'starter', 'pro', 'enterprise')
const strange = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'gold', '', 'saas_pro', 'pro_month'),
  fc.string().filter((name) => !/^\s*(free|starter|pro|enterprise)\s*$/i.test(name)),
)
const knownPrice = planKey.map((plan) => ({
  id: `price_${plan}`,
  lookupKey: null,
  productPlan: plan,
  nickname: null,
}))
const strangePrice = fc.record({
  id: strange,
  lookupKey: fc.option(strange),
  productPlan: fc.option(strange),
  nickname: fc.option(strange),
})
const subscription = (status: fc.Arbitrary<SubscriptionStatus>, price: typeof knownPrice) =>
  fc.record({
    id,
    status,
    prices: fc.array(price, { maxLength: 2 }),
    quantity: fc.integer({ min: 0, max: 3 }),
    createdAt: time,
    currentPeriodStart: time,
    currentPeriodEnd: time,
    trialStart: maybeTime,
    trialEnd: maybeTime,
    cancelAt: maybeTime,
    endedAt: maybeTime,
    unpaidSince: maybeTime,
  })
const purchase = (plan: fc.Arbitrary<string>) =>
  fc.record({
    id,
    plan: fc.option(plan),
    amountCents: fc.constantFrom(0, 100),
    currency: fc.constant('usd'),
    paidAt: time,
    amountRefundedCents: fc.constantFrom(0, 50, 100),
    dispute: fc.constantFrom('none', 'open', 'won', 'lost'),
  })
const grant = (plan: fc.Arbitrary<string>) =>
  fc.record({ id, plan, reason: fc.constant('why'), startsAt: time, endsAt: maybeTime })

const status = fc.constantFrom(...SubscriptionStatus.options)
const few = { maxLength: 4 }
/** Makes ids unique, as Stripe's are. */
const own = { ...few, selector: (fact: { id: string }) => fact.id }
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  subscriptions: fc.uniqueArray(
    fc.oneof(
      subscription(status, knownPrice),
      subscription(status, strangePrice as typeof knownPrice),
    ),
    own,
  ),
  purchases: fc.uniqueArray(purchase(fc.oneof(planKey, strange)), own),
  grants: fc.uniqueArray(grant(fc.oneof(planKey, strange)), own),
})
const strangeFacts: fc.Arbitrary<Facts> = fc.record({
  subscriptions: fc.array(
    fc.oneof(
      subscription(status, strangePrice as typeof knownPrice),
      subscription(fc.constant('unknown'), knownPrice),
    ),
    few,
  ),
  purchases: fc.array(purchase(strange), few),
  grants: fc.array(grant(strange), few),
})

const decide = (given: Facts, now: Date) => decideAccess(given, rules, now)
const rankOf = (plan: string) => planByKey(rules.catalog, plan)?.rank ?? Number.NaN

/** The visible part of a decision, without its reasons and its next check. */
const seen = (given: Facts, now: Date) => {
  const { plan, groups, status, features } = decide(given, now)
  return { plan, groups, status, features }
}

describe('for any facts, access', () => {
  it('is exactly one managed group, with the prefix', () => {
    const managed = managedGroups(rules.catalog, rules.groupPrefix)
    fc.assert(
      fc.property(anyFacts, time, (given, now) => {
        const { groups } = decide(given, now)
        expect(groups).toHaveLength(1)
        expect(managed).toContain(groups[0])
        expect(groups[0]).toMatch(/^app-/)
      }),
      runs,
    )
  })

  it('does not depend on the order of the facts', () => {
    const shuffled = anyFacts.chain((given) =>
      fc.record({
        given: fc.constant(given),
        other: fc.record({
          subscriptions: permutation(given.subscriptions),
          purchases: permutation(given.purchases),
          grants: permutation(given.grants),
        }),
      }),
    )
    fc.assert(
      fc.property(shuffled, time, ({ given, other }, now) => {
        expect(decide(other, now)).toEqual(decide(given, now))
      }),
      runs,
    )
  })

  it('is the same when a fact is read twice', () => {
    fc.assert(
      fc.property(anyFacts, time, (given, now) => {
        const twice = {
          subscriptions: [...given.subscriptions, ...given.subscriptions],
          purchases: [...given.purchases, ...given.purchases],
          grants: [...given.grants, ...given.grants],
        }
        expect(seen(twice, now)).toEqual(seen(given, now))
      }),
      runs,
    )
  })

  it('never grows as time passes, unless a grant starts', () => {
    fc.assert(
      fc.property(anyFacts, time, time, (given, one, other) => {
        const [before, after] = one <= other ? [one, other] : [other, one]
        const starts = given.grants.some(({ startsAt }) => startsAt > before && startsAt <= after)
        fc.pre(!starts)
        expect(rankOf(decide(given, after).plan)).toBeLessThanOrEqual(
          rankOf(decide(given, before).plan),
        )
      }),
      runs,
    )
  })

  it('does not change before the next check, which is always in the future', () => {
    fc.assert(
      fc.property(anyFacts, time, time, (given, now, then) => {
        const { nextLookAt } = decide(given, now)
        if (nextLookAt) expect(nextLookAt.getTime()).toBeGreaterThan(now.getTime())
        fc.pre(then >= now && (nextLookAt === null || then < nextLookAt))
        expect(seen(given, then)).toEqual(seen(given, now))
      }),
      runs,
    )
  })

  it('is never raised by unknown statuses, prices or plans', () => {
    fc.assert(
      fc.property(anyFacts, strangeFacts, time, (given, unknown, now) => {
        const more = {
          subscriptions: [...given.subscriptions, ...unknown.subscriptions],
          purchases: [...given.purchases, ...unknown.purchases],
          grants: [...given.grants, ...unknown.grants],
        }
        expect(decide(more, now).plan).toBe(decide(given, now).plan)
        expect(decide(unknown, now).plan).toBe('free')
      }),
      runs,
    )
  })

  it('has exactly one source that counts, and it gives the plan', () => {
    fc.assert(
      fc.property(anyFacts, time, (given, now) => {
        const { sources, plan } = decide(given, now)
        expect(sources.filter(({ counts }) => counts).map((source) => source.plan)).toEqual([plan])
        expect(sources[0]?.counts).toBe(true)
      }),
      runs,
    )
  })
})

const permutation = <T>(list: T[]) =>
  fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })
