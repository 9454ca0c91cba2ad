import { z } from 'zod'
import { PaymentMethodCreate } from '../customers/payment-methods'
import {
  emptyable,
  flag,
  hash,
  ignored,
  ignoring,
  integer,
  many,
  metadata,
  oneOf,
  open,
  text,
} from '../world/params'
import type { PaymentIntent } from '../world/types'

const confirmation = {
  confirm: flag.optional(),
  off_session: z.union([flag, text]).optional(),
  payment_method: emptyable(text).optional(),
  payment_method_data: PaymentMethodCreate.optional(),
  payment_method_options: ignored,
  receipt_email: emptyable(text).optional(),
  return_url: text.optional(),
  setup_future_usage: emptyable(oneOf('off_session', 'on_session')).optional(),
  shipping: ignored,
  mandate: ignored,
  mandate_data: ignored,
  error_on_requires_action: ignoring(flag.optional()),
  use_stripe_sdk: ignored,
}

const details = {
  ...confirmation,
  customer: text.optional(),
  description: emptyable(text).optional(),
  metadata: metadata.optional(),
  statement_descriptor: ignored,
  statement_descriptor_suffix: ignored,
  payment_method_types: many(text).optional(),
  automatic_payment_methods: hash({
    enabled: flag,
    allow_redirects: ignoring(oneOf('always', 'never').optional()),
  }).optional(),
  transfer_group: ignored,
  amount_details: ignored,
  payment_details: ignored,
}

export const PaymentIntentCreate = hash({
  ...details,
  amount: integer,
  currency: text,
  capture_method: oneOf('automatic', 'automatic_async', 'manual').optional(),
  confirmation_method: oneOf('automatic', 'manual').optional(),
})

export const PaymentIntentUpdate = hash({
  ...details,
  amount: integer.optional(),
  currency: text.optional(),
})

export const PaymentIntentConfirm = hash({ ...confirmation, capture_method: ignored })

export const PaymentIntentCapture = hash({
  amount_to_capture: integer.optional(),
  metadata: metadata.optional(),
  final_capture: ignored,
})

export const PaymentIntentCancel = hash({
  cancellation_reason: open<PaymentIntent['cancellation_reason']>().optional(),
})
