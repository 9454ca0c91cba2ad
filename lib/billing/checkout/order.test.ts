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

  it('for an interval that isn’t sold is refused', () => {
    expect(buy({ plan: 'free' }).kind).toBe('not_sold')
    expect(buy({ interval: 'once' }).kind).toBe('not_sold')
  })

  it('for a plan that is sold by quote is refused', () => {
    const plans = saas.plans.map((plan) => (plan.key === 'pro' ? { ...plan, custom: true } : plan))
    expect(buy({}, facts(), undefined, { ...saas, plans }).kind).toBe('not_sold')
  })

  it('for a plan that is only a trial is refused after a trial', () => {
    const plans = saas.plans.map((plan) =>
      plan.key === 'pro' ? { ...plan, trialOnly: true, trialDays: 14 } : plan,
    )
    const known = facts({ trialUsed: true })

    expect(buy({}, facts(), undefined, { ...saas, plans })).toMatchObject({ trialDays: 14 })
    expect(buy({}, known, undefined, { ...saas, plans }).kind).toBe('not_sold')
  })

  it('for a plan up to the one a user owns is refused, unless that was refunded', () => {
    const bought = facts({ purchases: [purchase({ plan: 'pro' })] })
    expect(buy({ plan: 'starter' }, bought)).toMatchObject({ kind: 'already_bought' })
    expect(buy({ plan: 'enterprise' }, bought).kind).toBe('order')

    const refunded = facts({
      purchases: [purchase({ plan: 'pro', amountRefundedCents: 10_000_000 })],
    })
    expect(buy({ plan: 'starter' }, refunded).kind).toBe('order')
  })

  it('lists the subscriptions with an open first payment, to be canceled first', () => {
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
  ] as const)('with a subscription that is %s: %s', (status, kind) => {
    expect(buy({ plan: 'enterprise' }, pro({ status })).kind).toBe(kind)
    expect(SubscriptionStatus.options).toHaveLength(9)
  })

  it('that is refused because of a subscription names its plan', () => {
    expect(buy({}, pro())).toEqual({ kind: 'already_subscribed', plan: 'pro' })
  })
})

describe('an order’s quantity and currency', () => {
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

  it('allow at most the plan’s maximum quantity', () => {
    expect(from(null, { quantity: 10 })).toMatchObject({ kind: 'order', quantity: 10 })
    expect(from(null, { quantity: 11 })).toMatchObject({ kind: 'too_many', plan: { key: 'pro' } })
  })

  it.each([
    [null, undefined, 'usd', 4_900],
    [null, 'eur', 'eur', 4_500],
    ['eur', undefined, 'eur', 4_500],
    ['eur', 'eur', 'eur', 4_500],
    ['usd', undefined, 'usd', 4_900],
  ])('for a user billed in %s who asks for %s: %s', (has, currency, is, amountCents) => {
    expect(from(has, { currency })).toMatchObject({ price: { currency: is, amountCents } })
  })

  it('are free to choose again once nothing is billed in the earlier one', () => {
    expect(from('eur', { currency: 'usd' })).toMatchObject({ price: { currency: 'usd' } })
    expect(from('gbp')).toMatchObject({ price: { currency: 'usd', amountCents: 4_900 } })
  })

  it('stay the billed one beside a running subscription', () => {
    const running = pro({ status: 'active' })
    const once = (currency: string | undefined, has: string) =>
      decideOrder(
        { plan: 'pro', interval: 'once', currency, endSubscription: true },
        { facts: running, access: decideAccess(running, rules, march(2)), currency: has },
        {
          ...euro,
          plans: euro.plans.map((plan) => ({
            ...plan,
            prices: plan.prices.map((price) => ({ ...price, interval: 'once' as const })),
          })),
        },
        undefined,
      )
    expect(once('usd', 'eur')).toEqual({ kind: 'other_currency', currency: 'eur' })
    expect(once(undefined, 'eur')).toMatchObject({ price: { currency: 'eur' } })
    expect(once(undefined, 'gbp')).toMatchObject({ kind: 'not_sold_in', currency: 'gbp' })
  })

  it('refuse one without a price', () => {
    expect(from(null, { currency: 'gbp' })).toMatchObject({
      kind: 'not_sold_in',
      currency: 'gbp',
      currencies: ['usd', 'eur'],
    })
    expect(from(null, { currency: '__proto__' }).kind).toBe('not_sold_in')
  })
})

describe('while a bank payment is processing', () => {
  it.each([
    ['an incomplete subscription', pro({ status: 'incomplete', firstPayment: 'processing' })],
    ['an active subscription', pro({ status: 'active', firstPayment: 'processing' })],
    ['a purchase', facts({ purchases: [purchase({ payment: 'processing' })] })],
  ])('for %s, nothing is sold', (_, known) => {
    expect(buy({ plan: 'enterprise' }, known)).toEqual({ kind: 'payment_pending' })
  })

  it('nothing is sold, but everything is once it has failed', () => {
    const purchases = [purchase({ payment: 'failed' })]
    expect(buy({}, facts({ purchases })).kind).toBe('order')
    expect(buy({}, pro({ status: 'incomplete_expired', firstPayment: 'failed' })).kind).toBe(
      'order',
    )
  })
})

describe('a one-time purchase during a subscription', () => {
  const once = { plan: 'lifetime', interval: 'once' } as const
  const buyOnce = (known: Facts, endSubscription = false) =>
    buy({ ...once, endSubscription }, known, undefined, withLifetime)

  it('needs agreement that the subscription ends, and then ends it', () => {
    expect(buyOnce(pro())).toMatchObject({ kind: 'subscription_running', ends: ['sub_pro'] })
    expect(buyOnce(pro(), true)).toMatchObject({ kind: 'order', ends: ['sub_pro'] })
  })

  it('needs no agreement if the subscription has ended or is set to end', () => {
    expect(buyOnce(pro({ cancelAt: march(31) }))).toMatchObject({ kind: 'order', ends: [] })
    expect(buyOnce(pro({ status: 'canceled' }))).toMatchObject({ kind: 'order', ends: [] })
  })

  it('needs agreement if the end that is set lies beyond the paid period: it would renew until then', () => {
    const endsInJune = pro({ cancelAt: march(92) })

    expect(buyOnce(endsInJune)).toMatchObject({ kind: 'subscription_running', ends: ['sub_pro'] })
    expect(buyOnce(endsInJune, true)).toMatchObject({ kind: 'order', ends: ['sub_pro'] })
  })

  it('gets no more credit than leaves the minimum charge', () => {
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

  it('is as long as the plan says, or else the setting', () => {
    expect(buy({}, facts(), 14)).toMatchObject({ trialDays: 14 })
    expect(buy({}, facts(), 14, trialing({ trialDays: 30 }))).toMatchObject({ trialDays: 30 })
    expect(buy({}, facts(), 0)).toMatchObject({ trialDays: null })
  })

  it.each(['canceled', 'incomplete_expired'] as const)('was had, even if it is %s', (status) => {
    const had = facts({ subscriptions: [subscription('starter', { ...onTrial, status })] })
    expect(buy({}, had, 14)).toMatchObject({ kind: 'order', trialDays: null })
  })

  it('is not offered if the user had one with another account', () => {
    const person = {
      facts: facts(),
      access: decideAccess(facts(), rules, march(2)),
      hadTrial: true,
    }
    const wanted = { plan: 'pro', interval: 'month' } as const
    expect(decideOrder(wanted, person, rules.catalog, 14)).toMatchObject({ trialDays: null })
  })

  it('is still offered after a subscription without one', () => {
    expect(buy({}, pro({ status: 'canceled' }), 14)).toMatchObject({ trialDays: 14 })
  })

  it('is never part of a one-time purchase', () => {
    const catalog = trialing({ trialDays: 14, once: true })
    expect(buy({ interval: 'once' }, facts(), 14, catalog)).toMatchObject({ trialDays: null })
  })
})
