import type { Catalog } from '@/lib/billing/catalog/schema'
import type { PurchaseFact } from './facts'

type Policies = Catalog['policies']

export type Revocation = 'refunded' | 'refunded_in_part' | 'dispute_lost' | 'disputed'

/** Why a purchase no longer counts under the catalog's policies; `null` if it still does. */
export function revocation(
  { amountCents, amountRefundedCents, dispute }: PurchaseFact,
  policies: Policies,
): Revocation | null {
  if (amountCents > 0 && amountRefundedCents >= amountCents) return 'refunded'
  if (amountRefundedCents > 0 && policies.refund === 'any') return 'refunded_in_part'
  if (dispute === 'lost') return 'dispute_lost'
  return dispute === 'open' && policies.dispute === 'opened' ? 'disputed' : null
}

/** A payment with a dispute or an early fraud warning, as Stripe has it now. */
export type PaymentIssue = {
  chargeId: string
  /** The subscription that it paid for; `null` for a one-time purchase. */
  subscriptionId: string | null
  dispute: PurchaseFact['dispute']
  /** The id of a warning that is still actionable: neither refunded nor disputed yet. */
  earlyFraudWarning: string | null
}

/** Whether the policies may require an action after an event of this type. */
export const triggersPolicy = (eventType: string, policies: Policies): boolean =>
  eventType === 'radar.early_fraud_warning.created' ||
  (eventType.startsWith('charge.dispute.') && policies.disputedSubscription === 'cancel')

/** What to do about a payment issue, besides changing access. Each action is safe to repeat. */
export type PolicyAction =
  | { kind: 'cancel_subscription'; subscriptionId: string }
  | { kind: 'refund'; chargeId: string }
  | { kind: 'tell_staff'; warningId: string; chargeId: string }

export function policyActions(payment: PaymentIssue, policies: Policies): PolicyAction[] {
  const { chargeId, subscriptionId, dispute, earlyFraudWarning } = payment
  const cancel: PolicyAction[] = subscriptionId
    ? [{ kind: 'cancel_subscription', subscriptionId }]
    : []
  const actions: PolicyAction[] = []
  if (earlyFraudWarning && policies.earlyFraud === 'refund') {
    // Cancel first: a refund settles the warning, so a retry would not get to anything after it.
    actions.push(...cancel, { kind: 'refund', chargeId })
  }
  if (earlyFraudWarning && policies.earlyFraud === 'tell_staff') {
    actions.push({ kind: 'tell_staff', warningId: earlyFraudWarning, chargeId })
  }
  const isDisputed = dispute === 'open' || dispute === 'lost'
  if (isDisputed && policies.disputedSubscription === 'cancel') actions.push(...cancel)
  return actions
}
