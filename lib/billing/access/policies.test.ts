import { describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { purchase } from '@/testing/facts'
import { type PaymentIssue, policyActions, revocation, triggersPolicy } from './policies'

const policies = (changes: Partial<Catalog['policies']> = {}) => ({ ...saas.policies, ...changes })
const whole = { amountRefundedCents: 30_000 }
const part = { amountRefundedCents: 1 }

describe('a purchase', () => {
  it.each([
    [{}, {}, null],
    [part, {}, null],
    [part, { refund: 'any' }, 'refunded_in_part'],
    [whole, {}, 'refunded'],
    [whole, { refund: 'any' }, 'refunded'],
    [{ dispute: 'open' }, {}, null],
    [{ dispute: 'open' }, { dispute: 'opened' }, 'disputed'],
    [{ dispute: 'won' }, { dispute: 'opened' }, null],
    [{ dispute: 'lost' }, {}, 'dispute_lost'],
    [{ amountCents: 0 }, { refund: 'any' }, null],
  ] as const)('%j under %j is revoked as %s', (fact, changes, expected) => {
    expect(revocation(purchase(fact), policies(changes))).toBe(expected)
  })
})

describe('a payment issue', () => {
  const trouble = (changes: Partial<PaymentIssue>): PaymentIssue => ({
    chargeId: 'ch_1',
    subscriptionId: 'sub_1',
    dispute: 'none',
    earlyFraudWarning: null,
    ...changes,
  })
  const cancel = { kind: 'cancel_subscription', subscriptionId: 'sub_1' }
  const refund = { kind: 'refund', chargeId: 'ch_1' }
  const tell = { kind: 'tell_staff', warningId: 'issfr_1', chargeId: 'ch_1' }
  const warned = { earlyFraudWarning: 'issfr_1' }
  const cancels = { disputedSubscription: 'cancel' } as const
  const refunds = { earlyFraud: 'refund' } as const

  it.each([
    ['no dispute', {}, cancels, []],
    ['a dispute', { dispute: 'open' }, {}, []],
    ['a dispute', { dispute: 'open' }, cancels, [cancel]],
    ['a lost dispute', { dispute: 'lost' }, cancels, [cancel]],
    ['a dispute that was won', { dispute: 'won' }, cancels, []],
    ['a dispute of a one-time purchase', { dispute: 'open', subscriptionId: null }, cancels, []],
    ['a warning', warned, {}, [tell]],
    ['a warning', warned, refunds, [cancel, refund]],
    ['a warning about a one-time purchase', { ...warned, subscriptionId: null }, refunds, [refund]],
  ] as const)('caused by %s %j is handled under %j', (_, changes, given, expected) => {
    expect(policyActions(trouble(changes), policies(given))).toEqual(expected)
  })

  it.each([
    ['radar.early_fraud_warning.created', {}, true],
    ['charge.dispute.created', {}, false],
    ['charge.dispute.created', cancels, true],
    ['charge.dispute.closed', cancels, true],
    ['charge.refunded', cancels, false],
  ] as const)('is looked up after %s under %j: %s', (type, given, expected) => {
    expect(triggersPolicy(type, policies(given))).toBe(expected)
  })
})
