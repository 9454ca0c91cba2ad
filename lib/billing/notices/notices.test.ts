import { expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { byInvoice, facts, grant, march, onTrial, pro, purchase, rules } from '@/testing/facts'
import { noticesFor } from './notices'

const now = march(10)
const told = (known: Facts, at = now) => noticesFor(decideAccess(known, rules, at), at)

const enterprise = grant({ plan: 'enterprise' })

it('shows nothing if all is well', () => {
  expect(told(facts())).toEqual([])
  expect(told(pro())).toEqual([])
  expect(told({ ...pro(), purchases: [purchase()], grants: [enterprise] })).toEqual([])
})

it('shows a failed payment with the end of grace', () => {
  const unpaid = pro({ status: 'past_due', unpaidSince: march(1) })

  expect(told(unpaid)).toEqual([
    { kind: 'payment_failed', plan: 'pro', effect: { kind: 'closes', at: march(15) } },
  ])
  expect(told(unpaid, march(16))).toEqual([
    { kind: 'payment_failed', plan: 'pro', effect: { kind: 'closed', at: march(15) } },
  ])
  expect(told(pro({ status: 'unpaid' }))).toEqual([
    { kind: 'payment_failed', plan: 'pro', effect: { kind: 'closed', at: null } },
  ])
})

it('shows an invoice that is due later, and then that it is past due', () => {
  expect(told(pro(byInvoice(march(20))))).toEqual([
    { kind: 'invoice_due', plan: 'pro', dueAt: march(20) },
  ])
  expect(
    told(pro({ status: 'past_due', unpaidSince: march(1), ...byInvoice(march(20)) }), march(21)),
  ).toEqual([
    {
      kind: 'payment_failed',
      plan: 'pro',
      effect: { kind: 'closes', at: march(34) },
      dueAt: march(20),
    },
  ])
  expect(told(pro(byInvoice(null)))).toEqual([])
  expect(told(pro({ cancelAt: march(31), ...byInvoice(march(20)) }))).toMatchObject([
    { kind: 'invoice_due' },
    { kind: 'ending', charges: 'owed' },
  ])
})

it.each(['past_due', 'unpaid'] as const)(
  'shows a failed payment (%s) that a grant makes harmless',
  (status) => {
    expect(told({ ...pro({ status }), grants: [enterprise] })).toEqual([
      { kind: 'payment_failed', plan: 'pro', effect: { kind: 'none' } },
    ])
  },
)

it('names the plan that ends, not the higher one of a grant', () => {
  const leaving = pro({ cancelAt: march(31) })

  expect(told({ ...leaving, grants: [enterprise] })).toEqual([
    { kind: 'ending', plan: 'pro', at: march(31), charges: 'none', isTrial: false, isNeeded: true },
  ])
})

it('tells whether an end takes away any access', () => {
  const leaving = pro({ cancelAt: march(31) })

  expect(told({ ...leaving, purchases: [purchase({ plan: 'enterprise' })] })).toEqual([
    {
      kind: 'ending',
      plan: 'pro',
      at: march(31),
      charges: 'none',
      isTrial: false,
      isNeeded: false,
    },
  ])
})

it('shows one end for a canceled trial', () => {
  expect(told(pro(onTrial))).toEqual([{ kind: 'trial', plan: 'pro', endsAt: march(15) }])
  expect(told(pro({ ...onTrial, currentPeriodEnd: march(15), cancelAt: march(15) }))).toEqual([
    { kind: 'ending', plan: 'pro', at: march(15), charges: 'none', isTrial: true, isNeeded: true },
  ])
})

it('shows both a failed payment and the end, and that an invoice is open', () => {
  expect(told(pro({ status: 'past_due', unpaidSince: march(1), cancelAt: march(31) }))).toEqual([
    { kind: 'payment_failed', plan: 'pro', effect: { kind: 'closes', at: march(15) } },
    { kind: 'ending', plan: 'pro', at: march(31), charges: 'owed', isTrial: false, isNeeded: true },
  ])
})

it('announces the renewals before the end', () => {
  const inMay = new Date('2026-05-31T12:00:00Z')

  expect(told(pro({ cancelAt: inMay }))).toEqual([
    { kind: 'ending', plan: 'pro', at: inMay, charges: 'renewals', isTrial: false, isNeeded: true },
  ])
})

it('shows an open first payment and a pause', () => {
  expect(told(pro({ status: 'incomplete' }))).toEqual([{ kind: 'first_payment_open' }])
  expect(told(pro({ status: 'paused' }))).toEqual([{ kind: 'paused', isNeeded: true }])
})

it('shows in one notice that a paused subscription also ends', () => {
  expect(told(pro({ pause: { resumesAt: null }, cancelAt: march(31) }))).toEqual([
    { kind: 'paused', isNeeded: true, endsAt: march(31) },
  ])
})

it('shows nothing about a subscription that has ended', () => {
  expect(told(pro({ cancelAt: march(5) }))).toEqual([])
  expect(told(pro({ status: 'canceled', endedAt: march(5) }))).toEqual([])
})

it.each(['processing', 'failed'] as const)('shows a bank payment once while it is %s', (state) => {
  const status = state === 'processing' ? 'active' : 'past_due'
  const subscribed = pro({ status, firstPayment: state })
  const bought = facts({ purchases: [purchase({ payment: state })] })

  const canPay = state === 'failed'
  expect(told(subscribed)).toEqual([
    { kind: 'bank_payment', plan: 'pro', state, for: 'subscription', canPay },
  ])
  expect(told(bought)).toEqual([
    { kind: 'bank_payment', plan: 'pro', state, for: 'purchase', canPay: false },
  ])
})

it('shows a trial that staff extended, with or without a subscription', () => {
  const longer = grant({ kind: 'trial_extension', endsAt: march(20) })
  const trial = [{ kind: 'trial', plan: 'pro', endsAt: march(20) }]

  expect(told(facts({ grants: [longer] }))).toEqual(trial)
  expect(told({ ...pro(onTrial), grants: [longer] })).toEqual(trial)
  expect(told({ ...pro({ status: 'paused' }), grants: [longer] })).toEqual([
    { kind: 'paused', isNeeded: true },
    ...trial,
  ])
  expect(told(facts({ grants: [longer] }), march(20))).toEqual([])
})
