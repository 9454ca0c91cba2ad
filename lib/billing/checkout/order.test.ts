import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import { type Facts, SubscriptionStatus } from '@/lib/billing/access/facts'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { withLifetime } from '@/testing/catalog'
import { facts, march, onTrial, pro, purchase, rules, subscription } from '@/testing/facts'
import { creditFor, decideOrder } from './order'

const buy = (
  wanted: Partial<Parameters<typeof decideOrder>[0]>,
  known: Facts = facts(),
  trialDays?: number,
  catalog = rules.catalog,
) =>
  decideOrder(
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

describe('what is chosen', () => {
  const euro = {
    ...saas,
    plans: saas.plans.map((plan) => ({
      ...plan,
      maxQuantity: 10,
      prices: plan.prices.map((price) => ({ ...price, otherCurrencies: { eur: 4_500 } })),
    })),
  }
  const from = (currency: string | null, wanted: Partial<Parameters<typeof decideOrder>[0]> = {}) =>
    decideOrder(
      { plan: 'pro', interval: 'month', ...wanted },
      { facts: facts(), access: decideAccess(facts(), rules, march(2)), currency },
      euro,
      undefined,
    )

  it('is as many as one person may buy', () => {
    expect(from(null, { quantity: 10 })).toMatchObject({ kind: 'order', quantity: 10 })
    expect(from(null, { quantity: 11 })).toMatchObject({ kind: 'too_many', plan: { key: 'pro' } })
  })

  it.each([
    [null, undefined, 'usd', 4_900],
    [null, 'eur', 'eur', 4_500],
    ['eur', undefined, 'eur', 4_500],
    ['eur', 'eur', 'eur', 4_500],
    ['usd', undefined, 'usd', 4_900],
  ])(
    'by somebody billed in %s who asks for %s is priced in %s',
    (has, currency, is, amountCents) => {
      expect(from(has, { currency })).toMatchObject({ price: { currency: is, amountCents } })
    },
  )

  it('can not be another currency than they are billed in, nor one that there is no price in', () => {
    expect(from('eur', { currency: 'usd' })).toEqual({ kind: 'other_currency', currency: 'eur' })
    expect(from(null, { currency: 'gbp' })).toMatchObject({
      kind: 'not_sold_in',
      currency: 'gbp',
      currencies: ['usd', 'eur'],
    })
    expect(from('gbp')).toMatchObject({ kind: 'not_sold_in', currency: 'gbp' })
    expect(from(null, { currency: '__proto__' }).kind).toBe('not_sold_in')
  })
})

describe('while a bank is at it', () => {
  it.each([
    [
      'a subscription that is incomplete',
      pro({ status: 'incomplete', firstPayment: 'processing' }),
    ],
    ['a subscription that is active', pro({ status: 'active', firstPayment: 'processing' })],
    ['a purchase', facts({ purchases: [purchase({ payment: 'processing' })] })],
  ])('with %s nothing is sold', (_, known) => {
    expect(buy({ plan: 'enterprise' }, known)).toEqual({ kind: 'payment_pending' })
  })

  it('and once it has bounced, everything is', () => {
    const purchases = [purchase({ payment: 'failed' })]
    expect(buy({}, facts({ purchases })).kind).toBe('order')
    expect(buy({}, pro({ status: 'incomplete_expired', firstPayment: 'failed' })).kind).toBe(
      'order',
    )
  })
})

describe('what is bought once beside a subscription', () => {
  const once = { plan: 'lifetime', interval: 'once' } as const
  const buyOnce = (known: Facts, endSubscription = false) =>
    buy({ ...once, endSubscription }, known, undefined, withLifetime)

  it('asks whether that may end, and then ends it', () => {
    expect(buyOnce(pro())).toMatchObject({ kind: 'subscription_running', ends: ['sub_pro'] })
    expect(buyOnce(pro(), true)).toMatchObject({ kind: 'order', ends: ['sub_pro'] })
  })

  it('need not ask of one that ends anyway, or is over', () => {
    expect(buyOnce(pro({ cancelAt: march(31) }))).toMatchObject({ kind: 'order', ends: [] })
    expect(buyOnce(pro({ status: 'canceled' }))).toMatchObject({ kind: 'order', ends: [] })
  })

  it('gives credit for no more than leaves something to pay', () => {
    expect(creditFor(500, { amountCents: 29_900 })).toBe(500)
    expect(creditFor(50_000, { amountCents: 29_900 })).toBe(29_800)
    expect(creditFor(-5, { amountCents: 29_900 })).toBe(0)
    expect(creditFor(500, { amountCents: 50 })).toBe(0)
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

  it('was had under another account', () => {
    const person = {
      facts: facts(),
      access: decideAccess(facts(), rules, march(2)),
      hadTrial: true,
    }
    const wanted = { plan: 'pro', interval: 'month' } as const
    expect(decideOrder(wanted, person, rules.catalog, 14)).toMatchObject({ trialDays: null })
  })

  it('is still to be had after a subscription without one', () => {
    expect(buy({}, pro({ status: 'canceled' }), 14)).toMatchObject({ trialDays: 14 })
  })

  it('makes no sense for what is bought once', () => {
    const catalog = trialing({ trialDays: 14, once: true })
    expect(buy({ interval: 'once' }, facts(), 14, catalog)).toMatchObject({ trialDays: null })
  })
})
