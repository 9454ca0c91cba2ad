import { z } from 'zod'
import { PaymentMethodCreate } from '../customers/payment-methods'
import {
  address,
  emptyable,
  flag,
  hash,
  integer,
  many,
  metadata,
  notSupported,
  oneOf,
  open,
  text,
} from '../world/params'
import type { PaymentIntent } from '../world/types'

/** Where the goods go, as payments know it: unlike a customer's, with a carrier. */
export const ShippingParams = hash({
  address,
  carrier: text.optional(),
  name: text,
  phone: text.optional(),
  tracking_number: text.optional(),
}).transform((given) => ({
  address: given.address,
  carrier: given.carrier ?? null,
  name: given.name,
  phone: given.phone ?? null,
  tracking_number: given.tracking_number ?? null,
}))

const CaptureMethod = oneOf('automatic', 'automatic_async', 'manual')

const confirmation = {
  confirm: flag.optional(),
  off_session: z.union([flag, text]).optional(),
  payment_method: emptyable(text).optional(),
  payment_method_data: PaymentMethodCreate.optional(),
  payment_method_options: notSupported(),
  receipt_email: emptyable(text).optional(),
  return_url: text.optional(),
  setup_future_usage: emptyable(oneOf('off_session', 'on_session')).optional(),
  shipping: emptyable(ShippingParams).optional(),
  mandate: notSupported(),
  mandate_data: notSupported(),
  error_on_requires_action: notSupported(),
  use_stripe_sdk: notSupported(),
}

const details = {
  ...confirmation,
  customer: text.optional(),
  description: emptyable(text).optional(),
  metadata: metadata.optional(),
  statement_descriptor: notSupported(),
  statement_descriptor_suffix: notSupported(),
  allowed_payment_method_types: many(text).optional(),
  // From before the API had `allowed_payment_method_types`.
  payment_method_types: many(text).optional(),
  automatic_payment_methods: hash({
    enabled: flag,
    allow_redirects: oneOf('always', 'never').optional(),
  }).optional(),
  transfer_group: notSupported(),
  amount_details: notSupported(),
  payment_details: notSupported(),
}

export const PaymentIntentCreate = hash({
  ...details,
  amount: integer,
  currency: text,
  capture_method: CaptureMethod.optional(),
  confirmation_method: oneOf('automatic', 'manual').optional(),
})

export const PaymentIntentUpdate = hash({
  ...details,
  amount: integer.optional(),
  currency: text.optional(),
})

export const PaymentIntentConfirm = hash({
  ...confirmation,
  capture_method: CaptureMethod.optional(),
})

export const PaymentIntentCapture = hash({
  amount_to_capture: integer.optional(),
  metadata: metadata.optional(),
  final_capture: notSupported(),
})

export const PaymentIntentCancel = hash({
  cancellation_reason: open<PaymentIntent['cancellation_reason']>().optional(),
})
