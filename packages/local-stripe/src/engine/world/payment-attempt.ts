import type { Decline } from './records'
import type { Charge, PaymentIntent } from './types'

/** The result of an attempt to charge. `intent` is the payment intent after the attempt. */
export type PaymentAttempt =
  | { kind: 'succeeded'; intent: PaymentIntent; charge: Charge }
  | { kind: 'processing'; intent: PaymentIntent }
  | { kind: 'requires_action'; intent: PaymentIntent }
  | { kind: 'declined'; intent: PaymentIntent; decline: Decline; charge: Charge | null }
