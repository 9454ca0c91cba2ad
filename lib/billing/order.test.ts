import { describe, expect, it } from 'vitest'
import { facts, march, onTrial, pro, purchase, rules, subscription } from '@/lib/testing/facts'
import { decideAccess } from './access'
import { saas } from './catalogs/saas'
import { type Facts, SubscriptionStatus } from './facts'
import { order } from './order'

const buy = (
  wanted: Partial<Parameters<typeof order>[0]>,
  known: Facts = facts(),
  trialDays?: number,
  catalog = rules.catalog,
) =>
  order(
    { plan: 'pro', interval: 'month', ...wanted },
    { facts: known, access: decideAccess(known, rules, march(2)) },
    catalog,
    trialDays,
  )

describe('an order', () => {
  it('is the plan’s own price for the interval', () => {
    expect(buy({ interval: 'year' })).toMatchObject({
      kind: 'order',
      plan: { key: 'pro' },
      price: { lookupKey: 'saas_pro_year', amountCents: 49_000 },
      trialDays: null,
    })
  })

  it.each(['gold', '__proto__', 'constructor', 'Pro', ''])('of %j is for no plan', (plan) => {
    expect(buy({ plan })).toEqual({ kind: 'unknown_plan' })
  })

  it('of what isn’t sold that way is refused', () => {
    expect(buy({ plan: 'free' }).kind).toBe('not_sold')
    expect(buy({ interval: 'once' }).kind).toBe('not_sold')
  })

  it('of a plan that is sold by talking is refused', () => {
    const plans = saas.plans.map((plan) => (plan.key === 'pro' ? { ...plan, custom: true } : plan))
    expect(buy({}, facts(), undefined, { ...saas, plans }).kind).toBe('not_sold')
  })

  it('of what somebody has bought for good already, or less, is refused; refunded, it is not', () => {
    const bought = facts({ purchases: [purchase({ plan: 'pro' })] })
    expect(buy({ plan: 'starter' }, bought)).toMatchObject({ kind: 'already_bought' })
    expect(buy({ plan: 'enterprise' }, bought).kind).toBe('order')

    const refunded = facts({
      purchases: [purchase({ plan: 'pro', amountRefundedCents: 10_000_000 })],
    })
    expect(buy({ plan: 'starter' }, refunded).kind).toBe('order')
  })

  it('names the first payments that must be given up before it', () => {
    const open = pro({ id: 'sub_open', status: 'incomplete' })
    expect(buy({}, open)).toMatchObject({ kind: 'order', abandon: ['sub_open'] })
  })

  it.each([
    ['active', 'already_subscribed'],
    ['trialing', 'already_subscribed'],
    ['past_due', 'already_subscribed'],
    ['unpaid', 'already_subscribed'],
    ['paused', 'already_subscribed'],
    ['unknown', 'already_subscribed'],
    ['incomplete', 'order'],
    ['incomplete_expired', 'order'],
    ['canceled', 'order'],
  ] as const)('beside a subscription that is %s is: %s', (status, kind) => {
    expect(buy({ plan: 'enterprise' }, pro({ status })).kind).toBe(kind)
    expect(SubscriptionStatus.options).toHaveLength(9)
  })

  it('beside a subscription names the plan that is there', () => {
    expect(buy({}, pro())).toEqual({ kind: 'already_subscribed', plan: 'pro' })
  })
})

describe('a trial', () => {
  const trialing = (changes: { trialDays?: number; once?: boolean }) => ({
    ...rules.catalog,
    plans: rules.catalog.plans.map((plan) => ({
      ...plan,
      ...(changes.trialDays && { trialDays: changes.trialDays }),
      prices: plan.prices.map((price) =>
        changes.once ? { ...price, interval: 'once' as const } : price,
      ),
    })),
  })

  it('comes from the setting, or rather from the plan', () => {
    expect(buy({}, facts(), 14)).toMatchObject({ trialDays: 14 })
    expect(buy({}, facts(), 14, trialing({ trialDays: 30 }))).toMatchObject({ trialDays: 30 })
    expect(buy({}, facts(), 0)).toMatchObject({ trialDays: null })
  })

  it.each(['canceled', 'incomplete_expired'] as const)('was had, even if it is %s', (status) => {
    const had = facts({ subscriptions: [subscription('starter', { ...onTrial, status })] })
    expect(buy({}, had, 14)).toMatchObject({ kind: 'order', trialDays: null })
  })

  it('is still to be had after a subscription without one', () => {
    expect(buy({}, pro({ status: 'canceled' }), 14)).toMatchObject({ trialDays: 14 })
  })

  it('makes no sense for what is bought once', () => {
    const catalog = trialing({ trialDays: 14, once: true })
    expect(buy({ interval: 'once' }, facts(), 14, catalog)).toMatchObject({ trialDays: null })
  })
})
