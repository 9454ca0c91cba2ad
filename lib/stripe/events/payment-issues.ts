import type { PaymentIssue } from '@/lib/billing/access/policies'

/**
 * Payments that the cardholder's bank disputes or warns of, and what can be done about them. Each
 * action is idempotent: repeating it changes nothing.
 */
export type PaymentIssues = {
  /** A charge's present state at its bank; `null` if there is no such charge. */
  find(chargeId: string): Promise<PaymentIssue | null>
  /** Refunds what is left of a charge. */
  refund(chargeId: string): Promise<void>
  /** Cancels a subscription now, without a refund. */
  cancelSubscription(subscriptionId: string): Promise<void>
}
