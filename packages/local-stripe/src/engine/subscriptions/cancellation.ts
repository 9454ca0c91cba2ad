import { emptyable, flag, hash, notSupported, oneOf, text } from '../world/params'

export const Feedback = oneOf(
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
)
export const CancellationDetails = hash({
  comment: emptyable(text).optional(),
  feedback: emptyable(Feedback).optional(),
  feedback_option: notSupported(),
})

export const SubscriptionCancel = hash({
  cancellation_details: CancellationDetails.optional(),
  invoice_now: flag.optional(),
  prorate: flag.optional(),
})
