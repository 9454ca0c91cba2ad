import { z } from 'zod'
import { MandateData } from '../customers/payment-methods/mandates'
import { PaymentMethodData } from '../customers/payment-methods/params'
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

const shared = {
  allowed_payment_method_types: many(text).optional(),
  amount_details: notSupported(),
  excluded_payment_method_types: notSupported(),
  hooks: notSupported(),
  payment_details: notSupported(),
  payment_method: emptyable(text).optional(),
  payment_method_data: PaymentMethodData.optional(),
  payment_method_options: notSupported(),
  // Not in the SDK's types any more. Requests of older API versions have it.
  payment_method_types: many(text).optional(),
  receipt_email: emptyable(text).optional(),
  setup_future_usage: emptyable(oneOf('off_session', 'on_session')).optional(),
  shipping: emptyable(ShippingParams).optional(),
}

const confirmation = {
  confirmation_token: notSupported(),
  error_on_requires_action: notSupported(),
  mandate: text.optional(),
  mandate_data: emptyable(MandateData).optional(),
  off_session: z.union([flag, text]).optional(),
  radar_options: notSupported(),
  return_url: text.optional(),
  use_stripe_sdk: notSupported(),
}

const details = {
  ...shared,
  application_fee_amount: notSupported(),
  customer: text.optional(),
  customer_account: notSupported(),
  description: emptyable(text).optional(),
  metadata: metadata.optional(),
  payment_method_configuration: notSupported(),
  statement_descriptor: notSupported(),
  statement_descriptor_suffix: notSupported(),
  transfer_data: notSupported(),
  transfer_group: notSupported(),
}

export const PaymentIntentCreate = hash({
  ...details,
  ...confirmation,
  amount: integer,
  automatic_payment_methods: hash({
    enabled: flag,
    allow_redirects: oneOf('always', 'never').optional(),
  }).optional(),
  capture_method: CaptureMethod.optional(),
  confirm: flag.optional(),
  confirmation_method: oneOf('automatic', 'manual').optional(),
  currency: text,
  on_behalf_of: notSupported(),
})

export const PaymentIntentUpdate = hash({
  ...details,
  amount: integer.optional(),
  capture_method: CaptureMethod.optional(),
  currency: text.optional(),
})

export const PaymentIntentConfirm = hash({
  ...shared,
  ...confirmation,
  amount_to_confirm: notSupported(),
  capture_method: CaptureMethod.optional(),
})

export const PaymentIntentCapture = hash({
  amount_details: notSupported(),
  amount_to_capture: integer.optional(),
  application_fee_amount: notSupported(),
  final_capture: notSupported(),
  hooks: notSupported(),
  metadata: metadata.optional(),
  payment_details: notSupported(),
  statement_descriptor: notSupported(),
  statement_descriptor_suffix: notSupported(),
  transfer_data: notSupported(),
})

export const PaymentIntentCancel = hash({
  cancellation_reason: open<PaymentIntent['cancellation_reason']>().optional(),
})
