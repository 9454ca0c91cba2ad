import type { Decline } from './records'
import type { Charge, PaymentIntent } from './types'

/** How an attempt to take money went. The intent is as it is after it. */
export type PaymentAttempt =
  | { kind: 'succeeded'; intent: PaymentIntent; charge: Charge }
  | { kind: 'processing'; intent: PaymentIntent }
  | { kind: 'requires_action'; intent: PaymentIntent }
  | { kind: 'declined'; intent: PaymentIntent; decline: Decline; charge: Charge | null }
