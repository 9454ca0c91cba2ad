import type { z } from 'zod'
import { DiscountsGiven } from '../catalog/discounts-given'
import { PriceCreate, PriceData } from '../catalog/price-data'
import { SubscriptionTerms } from '../subscriptions/create-params'
import {
  flag,
  hash,
  integer,
  many,
  metadata,
  natural,
  oneOf,
  open,
  taken,
  text,
} from '../world/params'
import type { CheckoutSession } from '../world/wire'

export const LineItem = hash({
  price: text.optional(),
  price_data: hash({
    ...PriceData.shape,
    product: text.optional(),
    product_data: PriceCreate.shape.product_data
      .or(
        hash({
          name: text,
          description: taken,
          images: taken,
          metadata: metadata.optional(),
          tax_code: taken,
          unit_label: taken,
        }).transform(({ name, metadata }) => ({ name, metadata })),
      )
      .optional(),
  }).optional(),
  quantity: natural.optional(),
  adjustable_quantity: taken,
  dynamic_tax_rates: taken,
  metadata: taken,
  tax_rates: taken,
})

export const CheckoutSessionCreate = hash({
  adaptive_pricing: taken,
  after_expiration: taken,
  allow_promotion_codes: flag.optional(),
  automatic_tax: hash({ enabled: flag, liability: taken }).optional(),
  billing_address_collection: oneOf('auto', 'required').optional(),
  branding_settings: taken,
  cancel_url: text.optional(),
  client_reference_id: text.optional(),
  consent_collection: taken,
  currency: text.optional(),
  custom_fields: taken,
  custom_text: taken,
  customer: text.optional(),
  customer_creation: oneOf('always', 'if_required').optional(),
  customer_email: text.optional(),
  customer_update: hash({
    address: oneOf('auto', 'never').optional(),
    name: oneOf('auto', 'never').optional(),
    shipping: oneOf('auto', 'never').optional(),
  }).optional(),
  discounts: DiscountsGiven.optional(),
  excluded_payment_method_types: taken,
  expires_at: integer.optional(),
  integration_identifier: taken,
  invoice_creation: taken,
  line_items: many(LineItem).optional(),
  locale: open<CheckoutSession['locale']>().optional(),
  metadata: metadata.optional(),
  mode: oneOf('payment', 'setup', 'subscription').optional(),
  name_collection: taken,
  optional_items: taken,
  origin_context: taken,
  payment_intent_data: hash({
    capture_method: taken,
    description: text.optional(),
    metadata: metadata.optional(),
    receipt_email: taken,
    setup_future_usage: oneOf('off_session', 'on_session').optional(),
    shipping: taken,
    statement_descriptor: taken,
    statement_descriptor_suffix: taken,
    transfer_group: taken,
  }).optional(),
  payment_method_collection: oneOf('always', 'if_required').optional(),
  payment_method_configuration: taken,
  payment_method_data: taken,
  payment_method_options: taken,
  // No longer in the SDK's types; requests of older API versions still carry it.
  payment_method_types: many(text).optional(),
  permissions: taken,
  phone_number_collection: hash({ enabled: flag }).optional(),
  redirect_on_completion: text.optional(),
  return_url: text.optional(),
  saved_payment_method_options: taken,
  setup_intent_data: taken,
  shipping_address_collection: taken,
  shipping_options: taken,
  submit_type: oneOf('auto', 'book', 'donate', 'pay', 'subscribe').optional(),
  subscription_data: SubscriptionTerms.optional(),
  success_url: text.optional(),
  tax_id_collection: hash({ enabled: flag, required: text.optional() }).optional(),
  ui_mode: oneOf(
    'hosted_page',
    'embedded_page',
    'elements',
    'form',
    'hosted',
    'embedded',
  ).optional(),
  wallet_options: taken,
})

export type CheckoutSessionCreate = z.output<typeof CheckoutSessionCreate>

export const CheckoutSessionUpdate = hash({
  metadata: metadata.optional(),
  collected_information: taken,
  shipping_options: taken,
})
