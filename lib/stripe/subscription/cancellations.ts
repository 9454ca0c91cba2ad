import type { Changed, RunningSubscription } from './subscriptions'

/** Stripe's `cancellation_details.feedback`. */
export const cancelReasons = [
  'too_expensive',
  'missing_features',
  'switched_service',
  'unused',
  'customer_service',
  'too_complex',
  'low_quality',
  'other',
] as const

export type CancellationFeedback = {
  reason: (typeof cancelReasons)[number] | null
  comment: string | null
}

/** Cancels subscriptions for their owners. */
export type Cancellations = {
  atPeriodEnd(subscription: RunningSubscription, feedback: CancellationFeedback): Promise<Changed>
  /** Bills usage that isn't billed yet. Refunds nothing. */
  now(subscription: RunningSubscription, feedback: CancellationFeedback): Promise<Changed>
  /** Takes back a cancellation that hasn't happened yet. */
  undo(subscription: RunningSubscription): Promise<Changed>
}
