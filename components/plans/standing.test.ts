import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import { type Facts, noFacts, type SubscriptionFact } from '@/lib/billing/access/facts'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import type { PriceTerms } from '@/lib/billing/pricing/cost'
import { priceOf } from '@/lib/billing/pricing/plan-prices'
import type { ChangeBlocker, Running } from '@/lib/billing/subscription/change'
import { withLifetime } from '@/testing/catalog'
import { march, onTrial, pro, purchase, subscription } from '@/testing/facts'
import { standingOf } from './standing'

const catalog = {
  ...withLifetime,
  plans: withLifetime.plans.map((plan) => ({ ...plan, custom: plan.key === 'enterprise' })),
}
const month: PriceTerms = { interval: 'month', currency: 'usd' }
const year: PriceTerms = { interval: 'year', currency: 'usd' }

function standing(
  key: string,
  facts: Facts | 'visitor',
  terms = month,
  trialDays: number | undefined = undefined,
  sold: Catalog = catalog,
  live: Running | null = null,
) {
  const plan = planByKey(sold, key) as Plan
  const known = facts === 'visitor' ? noFacts : facts
  const access = decideAccess(known, { catalog: sold, groupPrefix: '' }, march(2))
  return standingOf(
    plan,
    priceOf(plan, terms.interval, terms.currency),
    { facts: known, access, isSignedIn: facts !== 'visitor', live },
    terms,
    { catalog: sold, trialDays },
  )
}

/** A monthly subscription to Pro, read from Stripe. */
const monthlyPro = (changes: Partial<Running>): Running => ({
  plan: planByKey(withLifetime, 'pro') ?? null,
  interval: 'month',
  quantity: 1,
  planItems: 'one',
  status: 'active',
  currency: 'usd',
  currentPeriodStart: march(1),
  currentPeriodEnd: march(31),
  trialEnd: null,
  cancelAt: null,
  endsWithPeriod: true,
  renewsTogether: true,
  cycle: null,
  pause: null,
  scheduled: null,
  pendingUpdate: null,
  byInvoice: false,
  byDebit: false,
  isMetered: false,
  hasPaymentMethod: true,
  isUnbilled: false,
  billsOtherUsage: false,
  ...changes,
})

describe('a visitor who isn’t signed in', () => {
  it('starts on the free plan, buys a plan with a price, and asks for a quote for the rest', () => {
    expect(standing('free', 'visitor')).toEqual({ kind: 'start' })
    expect(standing('pro', 'visitor')).toMatchObject({ kind: 'buy', trialDays: null })
    expect(standing('lifetime', 'visitor', year)).toMatchObject({
      kind: 'buy',
      price: { interval: 'once' },
    })
    expect(standing('enterprise', 'visitor')).toEqual({ kind: 'contact' })
  })

  it('is promised the trial', () => {
    expect(standing('pro', 'visitor', month, 14)).toMatchObject({ kind: 'buy', trialDays: 14 })
    expect(standing('lifetime', 'visitor', month, 14)).toMatchObject({ trialDays: null })
  })
})

describe('a free user', () => {
  it('has the free plan, and buys others, on trial if they never had one', () => {
    const before = pro({ status: 'canceled', endedAt: march(1), trialStart: march(1) })

    expect(standing('free', noFacts)).toEqual({ kind: 'current' })
    expect(standing('pro', noFacts, month, 14)).toMatchObject({ kind: 'buy', trialDays: 14 })
    expect(standing('pro', before, month, 14)).toMatchObject({ kind: 'buy', trialDays: null })
  })
})

describe('a subscriber', () => {
  it('changes plans, and sees the difference', () => {
    expect(standing('starter', pro(), month)).toMatchObject({
      kind: 'switch',
      price: { interval: 'month' },
      change: { direction: 'down', price: { fromCents: 4_900, toCents: 1_900 } },
    })
    expect(standing('starter', pro(), year)).toMatchObject({
      kind: 'switch',
      price: { interval: 'year' },
      change: { price: { interval: 'year', fromCents: 58_800, toCents: 19_000 } },
    })
  })

  it('has their plan, and can switch its billing interval', () => {
    expect(standing('pro', pro(), month)).toEqual({ kind: 'current' })
    expect(standing('pro', pro(), year)).toMatchObject({
      kind: 'other_interval',
      price: { interval: 'year' },
      change: { gained: [], lost: [], price: { fromCents: 58_800, toCents: 49_000 } },
    })
    expect(standing('pro', pro(onTrial), month)).toEqual({ kind: 'current' })
  })

  it('downgrades to the free plan by canceling', () => {
    expect(standing('free', pro())).toMatchObject({
      kind: 'switch',
      price: null,
      change: { price: { toCents: 0 }, gained: [] },
    })
  })

  it.each<[string, Partial<SubscriptionFact>, ChangeBlocker]>([
    ['ends', { cancelAt: march(31) }, 'ending'],
    ['is past due', { status: 'past_due', unpaidSince: march(1) }, 'payment_due'],
    ['is paused', { pause: { resumesAt: null } }, 'paused'],
    ['was never paid for', { firstPayment: 'failed' }, 'first_payment_open'],
  ])('is offered no change while the subscription %s', (_, fact, blocker) => {
    expect(standing('starter', pro(fact))).toMatchObject({ kind: 'blocked', blocker })
    expect(standing('pro', pro(fact), year)).toEqual({ kind: 'current' })
  })

  it('can still upgrade a subscription that ends, at the interval that it has', () => {
    const sold = withLifetime
    const shown = (key: string, terms: PriceTerms, fact: Partial<SubscriptionFact> = {}) =>
      standing(key, pro({ cancelAt: march(31), ...fact }), terms, undefined, sold)

    expect(shown('enterprise', month)).toMatchObject({
      kind: 'switch',
      price: { interval: 'month' },
      change: { direction: 'up' },
    })
    expect(shown('enterprise', year)).toMatchObject({ kind: 'blocked', blocker: 'ending' })
    expect(shown('enterprise', month, { cancelAt: march(15) })).toMatchObject({ kind: 'blocked' })
    expect(shown('enterprise', month, { status: 'trialing', cancelAt: march(31) })).toMatchObject({
      kind: 'blocked',
    })
  })

  describe('with a change that only Stripe knows of', () => {
    const shown = (key: string, terms: PriceTerms, changes: Partial<Running>) =>
      standing(key, pro(), terms, undefined, withLifetime, monthlyPro(changes))
    const terms = { plan: planByKey(withLifetime, 'starter') ?? null, quantity: 1 }
    const toStarter = {
      scheduled: { ...terms, interval: 'month' as const, at: march(31), own: true },
    }

    it('has the scheduled plan next, and no other', () => {
      expect(shown('starter', month, toStarter)).toEqual({ kind: 'next', at: march(31) })
      for (const [key, at] of [
        ['starter', year],
        ['enterprise', month],
      ] as const) {
        expect(shown(key, at, toStarter)).toMatchObject({ blocker: 'change_scheduled' })
      }
      expect(shown('pro', month, toStarter)).toEqual({ kind: 'current' })
      expect(shown('pro', year, toStarter)).toEqual({ kind: 'current' })
    })

    it('keeps their plan if only the quantity or the interval changes', () => {
      const own = { plan: planByKey(withLifetime, 'pro') ?? null, at: march(31), own: true }
      const fewer = { scheduled: { ...own, interval: 'month' as const, quantity: 1 } }
      const yearly = { scheduled: { ...own, interval: 'year' as const, quantity: 2 } }

      expect(shown('pro', month, fewer)).toEqual({ kind: 'current' })
      expect(shown('pro', year, yearly)).toEqual({ kind: 'next', at: march(31) })
    })

    it('is offered nothing while a change waits for its payment', () => {
      const waiting = {
        pendingUpdate: { ...terms, interval: 'month' as const, expiresAt: march(3) },
      }

      expect(shown('enterprise', month, waiting)).toMatchObject({ blocker: 'payment_waiting' })
    })

    it('is offered what the row would refuse, once Stripe has it settled', () => {
      const paid = standing(
        'enterprise',
        pro({ status: 'past_due', unpaidSince: march(1) }),
        month,
        undefined,
        withLifetime,
        monthlyPro({}),
      )
      expect(paid).toMatchObject({ kind: 'switch' })
    })
  })

  it('isn’t asked to cancel again: the free plan comes next', () => {
    expect(standing('free', pro({ cancelAt: march(31) }))).toEqual({ kind: 'next', at: march(31) })
    expect(standing('free', pro({ status: 'past_due', unpaidSince: march(1) }))).toMatchObject({
      kind: 'switch',
      price: null,
    })
  })

  it('can still make a one-time purchase', () => {
    expect(standing('lifetime', pro())).toMatchObject({ kind: 'buy' })
  })

  it('sees no price difference if their price isn’t in the catalog', () => {
    const byHand = pro({
      prices: [{ id: 'price_1', lookupKey: null, productPlan: 'pro', nickname: null }],
    })

    expect(standing('starter', byHand)).toMatchObject({
      kind: 'switch',
      change: { direction: 'down', price: null },
    })
    expect(standing('pro', byHand, year)).toEqual({ kind: 'current' })
  })

  it('can’t buy the same plan again while it is unpaid', () => {
    const unpaid = { ...noFacts, subscriptions: [subscription('pro', { status: 'unpaid' })] }

    expect(standing('pro', unpaid)).toEqual({ kind: 'current' })
    expect(standing('starter', unpaid)).toMatchObject({ kind: 'blocked', blocker: 'payment_due' })
  })
})

describe('a plan that is only a trial', () => {
  const trials = {
    ...catalog,
    plans: catalog.plans.map((plan) =>
      plan.key === 'starter' ? { ...plan, trialOnly: true, trialDays: 14 } : plan,
    ),
  }
  const trial = (facts: Facts | 'visitor') =>
    standing('starter', facts, month, undefined, trials).kind

  it('is offered to those who may have it, never to a subscriber', () => {
    expect(trial('visitor')).toBe('buy')
    expect(trial({ ...noFacts, trialUsed: true })).toBe('trial_over')
    expect(trial(pro())).toBe('trial_over')
  })
})

describe('a user with a one-time purchase', () => {
  const owner: Facts = { ...noFacts, purchases: [purchase({ plan: 'lifetime' })] }

  it('has that plan, and those below it', () => {
    expect(standing('lifetime', owner)).toEqual({ kind: 'current' })
    expect(standing('pro', owner)).toEqual({ kind: 'included' })
    expect(standing('free', owner)).toEqual({ kind: 'included' })
    expect(standing('enterprise', owner)).toEqual({ kind: 'contact' })
  })

  it('waits while the bank payment is pending', () => {
    const paying: Facts = {
      ...noFacts,
      purchases: [purchase({ plan: 'lifetime', payment: 'processing' })],
    }

    expect(standing('pro', paying)).toEqual({ kind: 'payment_pending' })
  })
})
