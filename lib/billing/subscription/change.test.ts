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

/** Somebody on Pro by the month, paid for the whole of March. */
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
  pause: null,
  scheduled: null,
  pendingUpdate: null,
  byInvoice: false,
  byDebit: false,
  isMetered: false,
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

describe('more is opened at once, less waits for the end of what is paid', () => {
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

  it('a year becomes a month when it is over', () => {
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

describe('whatever a subscription is, a change of it is decided', () => {
  const inFebruary = { trialEnd: march(15), status: 'trialing' } as const
  it.each<[string, Partial<Running>, higher: string, lower: string]>([
    ['active', {}, 'now', 'at_period_end'],
    ['trialing', inFebruary, 'now, trial kept', 'now, trial kept'],
    ['trialing, canceling', { ...inFebruary, cancelAt: march(15) }, 'ending', 'ending'],
    ['past_due', { status: 'past_due' }, 'payment_due', 'payment_due'],
    ['unpaid', { status: 'unpaid' }, 'payment_due', 'payment_due'],
    ['incomplete', { status: 'incomplete' }, 'first_payment_open', 'first_payment_open'],
    ['incomplete_expired', { status: 'incomplete_expired' }, 'no_subscription', 'no_subscription'],
    ['canceled', { status: 'canceled' }, 'no_subscription', 'no_subscription'],
    ['canceling', { cancelAt: march(31) }, 'ending', 'ending'],
    ['paused by its owner', { pause: { resumesAt: null } }, 'paused', 'paused'],
    ['paid by bank debit', { byDebit: true }, 'bank_debit', 'at_period_end'],
    [
      'trialing, to be paid by bank debit',
      { ...inFebruary, byDebit: true },
      'now, trial kept',
      'now, trial kept',
    ],
    ['paused at the end of a trial', { status: 'paused' }, 'paused', 'paused'],
    [
      'with a change that waits to be paid',
      { pendingUpdate: { ...terms('enterprise'), expiresAt: march(3) } },
      'payment_waiting',
      'payment_waiting',
    ],
    [
      'with a downgrade planned: the same again is no other',
      { scheduled: { ...terms('starter'), at: march(31), own: true } },
      'change_scheduled',
      'same',
    ],
    [
      'with something planned by staff',
      { scheduled: { ...terms('pro', 'year'), at: march(31), own: false } },
      'by_arrangement',
      'by_arrangement',
    ],
    ['paid by invoice', { byInvoice: true }, 'by_arrangement', 'by_arrangement'],
    ['of a status that we do not know', { status: 'unknown' }, 'by_arrangement', 'by_arrangement'],
    ['of a plan that is not sold any more', { plan: null }, 'now', 'now'],
    [
      'in a currency that nothing is sold in',
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

  it('of somebody who has bought a plan for good: only what is above it is worth paying for', () => {
    const owner = facts({ purchases: [purchase({ plan: 'lifetime' })] })

    expect(shown(decide(down, {}, owner))).toBe('owned')
    expect(shown(decide({ plan: 'pro', quantity: 3 }, {}, owner))).toBe('owned')
    expect(shown(decide(up, {}, owner))).toBe('now')
  })
})

it('a first payment that is still at the bank comes first', () => {
  const atTheBank = facts({ subscriptions: [subscription('pro', { firstPayment: 'processing' })] })

  expect(shown(decide(up, {}, atTheBank))).toBe('first_payment_open')
})

it('a trial ends with the change to a plan that has none', () => {
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

it('the price is the one of the subscription’s own currency', () => {
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
