import type { Catalog } from '@/lib/billing/catalog/schema'
import type { PurchaseFact } from './facts'

type Policies = Catalog['policies']

export type Revocation = 'refunded' | 'refunded_in_part' | 'dispute_lost' | 'disputed'

/** What took a purchase back, by the team's policies; `null` if it stands. */
export function revocation(
  { amountCents, amountRefundedCents, dispute }: PurchaseFact,
  policies: Policies,
): Revocation | null {
  if (amountCents > 0 && amountRefundedCents >= amountCents) return 'refunded'
  if (amountRefundedCents > 0 && policies.refund === 'any') return 'refunded_in_part'
  if (dispute === 'lost') return 'dispute_lost'
  return dispute === 'open' && policies.dispute === 'opened' ? 'disputed' : null
}

/** A payment that its cardholder's bank complains of, as Stripe has it now. */
export type PaymentIssue = {
  chargeId: string
  /** The subscription it was for; `null` for a one-time purchase. */
  subscriptionId: string | null
  dispute: PurchaseFact['dispute']
  /** A warning that still asks for an answer: neither refunded nor disputed yet. */
  earlyFraudWarning: string | null
}

/** Whether an event tells of trouble that these policies have an answer to. */
export const triggersPolicy = (eventType: string, policies: Policies): boolean =>
  eventType === 'radar.early_fraud_warning.created' ||
  (eventType.startsWith('charge.dispute.') && policies.disputedSubscription === 'cancel')

/** What to do about it, beside what access says. Each is harmless when done again. */
export type PolicyAction =
  | { kind: 'cancel_subscription'; subscriptionId: string }
  | { kind: 'refund'; chargeId: string }
  | { kind: 'tell_staff'; warningId: string; chargeId: string }

export function policyActions(payment: PaymentIssue, policies: Policies): PolicyAction[] {
  const { chargeId, subscriptionId, dispute, earlyFraudWarning } = payment
  const cancel: PolicyAction[] = subscriptionId
    ? [{ kind: 'cancel_subscription', subscriptionId }]
    : []
  const answers: PolicyAction[] = []
  if (earlyFraudWarning && policies.earlyFraud === 'refund') {
    // In this order: once it is refunded the warning is settled, and nobody would come back for the rest.
    answers.push(...cancel, { kind: 'refund', chargeId })
  }
  if (earlyFraudWarning && policies.earlyFraud === 'tell_staff') {
    answers.push({ kind: 'tell_staff', warningId: earlyFraudWarning, chargeId })
  }
  const isDisputed = dispute === 'open' || dispute === 'lost'
  if (isDisputed && policies.disputedSubscription === 'cancel') answers.push(...cancel)
  return answers
}
