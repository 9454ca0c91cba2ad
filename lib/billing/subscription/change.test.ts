import { describe, expect, it } from 'vitest'
import { defineCatalog, planByKey } from '@/lib/billing/catalog/catalog'
import { withLifetime } from '@/testing/catalog'
import { facts, march, purchase, subscription } from '@/testing/facts'
import {
  decideChange,
  type PlanChangeRequest,
  type RecurringInterval,
  type Running,
} from './change'

const catalog = withLifetime
const planOf = (key: string) => planByKey(catalog, key) ?? null

/** A monthly subscription to Pro, paid for March. */
const running = (changes: Partial<Running> = {}): Running => ({
  plan: planOf('pro'),
  interval: 'month',
  quantity: 2,
  status: 'active',
  currency: 'usd',
  currentPeriodStart: march(1),
  currentPeriodEnd: march(31),
  trialEnd: null,
  cancelAt: null,
  endsWithPeriod: true,
  renewsTogether: true,
  hasPaymentMethod: true,
  cycle: { anchor: march(1), unit: 'month', count: 1 },
  pause: null,
  scheduled: null,
  pendingUpdate: null,
  byInvoice: false,
  byDebit: false,
  isMetered: false,
  billsOtherUsage: false,
  isUnbilled: false,
  planItems: 'one',
  ...changes,
})

const decide = (wanted: PlanChangeRequest, is: Partial<Running> = {}, known = facts()) =>
  decideChange(wanted, { running: running(is), facts: known }, catalog)

const shown = (change: ReturnType<typeof decide>) =>
  change.kind === 'refused'
    ? change.reason
    : change.kind === 'now' && change.trial !== 'none'
      ? `now, trial ${change.trial}`
      : change.kind

const up = { plan: 'enterprise' }
const down = { plan: 'starter' }
const terms = (plan: string, interval: RecurringInterval = 'month', quantity = 2) => ({
  plan: planOf(plan),
  interval,
  quantity,
})

describe('an upgrade is immediate, a downgrade waits for the end of the paid period', () => {
  it.each<[string, PlanChangeRequest, string]>([
    ['a higher plan', up, 'now'],
    ['a higher plan, for fewer', { plan: 'enterprise', quantity: 1 }, 'now'],
    ['a higher plan, by the year', { plan: 'enterprise', interval: 'year' }, 'now'],
    ['the same plan by the year', { plan: 'pro', interval: 'year' }, 'now'],
    ['a year for fewer', { plan: 'pro', interval: 'year', quantity: 1 }, 'now'],
    ['more of the same', { plan: 'pro', quantity: 3 }, 'now'],
    ['a lower plan', down, 'at_period_end'],
    ['a lower plan, for more', { plan: 'starter', quantity: 9 }, 'at_period_end'],
    ['a lower plan by the year', { plan: 'starter', interval: 'year' }, 'at_period_end'],
    ['less of the same', { plan: 'pro', quantity: 1 }, 'at_period_end'],
    ['the same', { plan: 'pro' }, 'same'],
    ['the same in so many words', { plan: 'pro', interval: 'month', quantity: 2 }, 'same'],
    ['a plan that is not sold', { plan: 'platinum' }, 'unknown_plan'],
    ['a plan called __proto__', { plan: '__proto__' }, 'unknown_plan'],
    ['the free plan', { plan: 'free' }, 'cancel_instead'],
    ['a plan that is bought once', { plan: 'lifetime' }, 'not_sold'],
    ['more than anybody may have', { plan: 'enterprise', quantity: 1_001 }, 'too_many'],
  ])('%s: %s → %s', (_, wanted, expected) => {
    expect(shown(decide(wanted))).toBe(expected)
  })

  it('a yearly subscription becomes monthly when its year ends', () => {
    const byTheYear = { interval: 'year' as const }

    expect(shown(decide({ plan: 'pro', interval: 'month' }, byTheYear))).toBe('at_period_end')
    expect(shown(decide({ plan: 'enterprise', interval: 'month' }, byTheYear))).toBe('now')
    expect(decide({ plan: 'starter' }, byTheYear)).toMatchObject({
      kind: 'at_period_end',
      at: march(31),
      to: { price: { lookupKey: 'saas_starter_year' }, quantity: 2 },
    })
  })
})

it('another interval is for staff to arrange if an add-on is in mid-period then', () => {
  const withAddOn = { renewsTogether: false }

  expect(shown(decide({ plan: 'starter', interval: 'year' }, withAddOn))).toBe('by_arrangement')
  expect(shown(decide(down, withAddOn))).toBe('at_period_end')
  expect(shown(decide({ plan: 'pro', interval: 'year' }, withAddOn))).toBe('now')
})

describe('a subscription that ends with its paid period can only be upgraded within it', () => {
  it.each<[string, PlanChangeRequest, string]>([
    ['a higher plan', up, 'now'],
    ['a higher plan, for fewer', { plan: 'enterprise', quantity: 1 }, 'now'],
    ['more of the same', { plan: 'pro', quantity: 3 }, 'now'],
    ['the same', { plan: 'pro' }, 'same'],
    ['a higher plan, by the year', { plan: 'enterprise', interval: 'year' }, 'ending'],
    ['the same plan by the year', { plan: 'pro', interval: 'year' }, 'ending'],
    ['less of the same', { plan: 'pro', quantity: 1 }, 'ending'],
    ['a lower plan', down, 'ending'],
    ['a lower plan, for more', { plan: 'starter', quantity: 9 }, 'ending'],
  ])('%s', (_, wanted, expected) => {
    expect(shown(decide(wanted, { cancelAt: march(31) }))).toBe(expected)
  })

  it('a yearly one at the yearly price only', () => {
    const byTheYear = { interval: 'year' as const, cancelAt: march(31) }

    expect(shown(decide(up, byTheYear))).toBe('now')
    expect(shown(decide({ plan: 'enterprise', interval: 'month' }, byTheYear))).toBe('ending')
  })

  it('not if it is paid by bank debit, which takes longer than the upgrade may wait', () => {
    expect(shown(decide(up, { cancelAt: march(31), byDebit: true }))).toBe('bank_debit')
  })

  it('not if a one-time purchase includes as much', () => {
    const owner = facts({ purchases: [purchase({ plan: 'lifetime' })] })

    expect(shown(decide({ plan: 'pro', quantity: 3 }, { cancelAt: march(31) }, owner))).toBe(
      'owned',
    )
  })
})

describe('a change to a higher and a lower plan, by the state of the subscription', () => {
  const inFebruary = { trialEnd: march(15), status: 'trialing' } as const
  it.each<[string, Partial<Running>, higher: string, lower: string]>([
    ['active', {}, 'now', 'at_period_end'],
    ['trialing', inFebruary, 'now, trial ends', 'now, trial kept'],
    [
      'trialing, without a card',
      { ...inFebruary, hasPaymentMethod: false },
      'no_card',
      'now, trial kept',
    ],
    ['trialing, canceling', { ...inFebruary, cancelAt: march(15) }, 'ending', 'ending'],
    ['past_due', { status: 'past_due' }, 'payment_due', 'payment_due'],
    ['unpaid', { status: 'unpaid' }, 'payment_due', 'payment_due'],
    ['incomplete', { status: 'incomplete' }, 'first_payment_open', 'first_payment_open'],
    ['incomplete_expired', { status: 'incomplete_expired' }, 'no_subscription', 'no_subscription'],
    ['canceled', { status: 'canceled' }, 'no_subscription', 'no_subscription'],
    ['canceling', { cancelAt: march(31) }, 'now', 'ending'],
    ['to end in mid-period', { cancelAt: march(15) }, 'ending', 'ending'],
    ['to end months ahead', { cancelAt: march(365) }, 'now', 'by_arrangement'],
    ['paused by its owner', { pause: { resumesAt: null } }, 'paused', 'paused'],
    ['paid by bank debit', { byDebit: true }, 'bank_debit', 'at_period_end'],
    [
      'trialing, paid by bank debit',
      { ...inFebruary, byDebit: true },
      'bank_debit',
      'now, trial kept',
    ],
    ['paused at the end of a trial', { status: 'paused' }, 'paused', 'paused'],
    [
      'with a change that waits for payment',
      { pendingUpdate: { ...terms('enterprise'), expiresAt: march(3) } },
      'payment_waiting',
      'payment_waiting',
    ],
    [
      'with a downgrade scheduled: the same one again changes nothing',
      { scheduled: { ...terms('starter'), at: march(31), own: true } },
      'change_scheduled',
      'same',
    ],
    [
      'with a change scheduled by staff',
      { scheduled: { ...terms('pro', 'year'), at: march(31), own: false } },
      'by_arrangement',
      'by_arrangement',
    ],
    ['paid by invoice', { byInvoice: true }, 'by_arrangement', 'by_arrangement'],
    ['of a status that we do not know', { status: 'unknown' }, 'by_arrangement', 'by_arrangement'],
    ['of a plan that is not sold any more', { plan: null }, 'now', 'now'],
    [
      'in a currency that no plan is sold in',
      { currency: 'jpy' },
      'other_currency',
      'other_currency',
    ],
  ])('%s', (_, is, higher, lower) => {
    expect([shown(decide(up, is)), shown(decide(down, is))]).toEqual([higher, lower])
  })

  it('none', () => {
    const nobody = { running: null, facts: facts() }

    expect(shown(decideChange(up, nobody, catalog))).toBe('no_subscription')
  })

  it('owning a plan: only a higher plan can be subscribed to', () => {
    const owner = facts({ purchases: [purchase({ plan: 'lifetime' })] })

    expect(shown(decide(down, {}, owner))).toBe('owned')
    expect(shown(decide({ plan: 'pro', quantity: 3 }, {}, owner))).toBe('owned')
    expect(shown(decide(up, {}, owner))).toBe('now')
  })
})

it('a change waits for a first bank payment', () => {
  const atTheBank = facts({ subscriptions: [subscription('pro', { firstPayment: 'processing' })] })

  expect(shown(decide(up, {}, atTheBank))).toBe('first_payment_open')
})

it('a change to a plan without a trial ends the trial', () => {
  const strict = defineCatalog({
    ...catalog,
    plans: catalog.plans.map((plan) =>
      plan.key === 'enterprise' ? { ...plan, trialDays: 0 } : plan,
    ),
  })
  const onTrial = running({ status: 'trialing', trialEnd: march(15) })

  expect(shown(decideChange(up, { running: onTrial, facts: facts() }, strict))).toBe(
    'now, trial ends',
  )
})

it('a change uses the price in the subscription’s currency', () => {
  const inEuro = defineCatalog({
    ...catalog,
    plans: catalog.plans.map((plan) => ({
      ...plan,
      prices: plan.prices.map((price) => ({ ...price, otherCurrencies: { eur: 12_300 } })),
    })),
  })
  const person = { running: running({ currency: 'eur' }), facts: facts() }

  expect(decideChange(up, person, inEuro)).toMatchObject({
    to: { price: { currency: 'eur', amountCents: 12_300 } },
  })
})

it('a trial-only plan can’t be changed to, but its subscribers may change the quantity', () => {
  const trials = defineCatalog({
    ...catalog,
    plans: catalog.plans.map((plan) =>
      plan.key === 'pro' ? { ...plan, trialOnly: true, trialDays: 14 } : plan,
    ),
  })
  const from = (key: string) => ({
    running: running({ plan: planByKey(trials, key) ?? null }),
    facts: facts(),
  })

  expect(shown(decideChange({ plan: 'pro' }, from('starter'), trials))).toBe('not_sold')
  expect(shown(decideChange({ plan: 'pro', quantity: 3 }, from('pro'), trials))).toBe('now')
})
