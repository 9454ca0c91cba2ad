import type { z } from 'zod'
import { DiscountParams } from '../catalog/discount-params'
import { CheckoutPriceData } from '../catalog/price-data'
import { ShippingParams } from '../payments/payment-intent-params'
import { SubscriptionCreate, SubscriptionTerms } from '../subscriptions/create-params'
import { AutomaticTaxParam } from '../tax/automatic-tax'
import { TaxRatesParam } from '../tax/rates-param'
import {
  email,
  emptyable,
  flag,
  hash,
  integer,
  many,
  metadata,
  natural,
  notSupported,
  oneOf,
  open,
  text,
} from '../world/params'
import type { CheckoutSession } from '../world/types'
import { AdjustableQuantityParams } from './adjustable-quantity'
import { CustomFieldParams } from './custom-fields'
import { InvoiceCreationParams } from './invoice-creation'

const CustomText = emptyable(hash({ message: text })).optional()

export const LineItem = hash({
  price: text.optional(),
  price_data: CheckoutPriceData.optional(),
  quantity: natural.optional(),
  adjustable_quantity: AdjustableQuantityParams.optional(),
  dynamic_tax_rates: TaxRatesParam,
  metadata: metadata.optional(),
  tax_rates: TaxRatesParam,
})

export const CheckoutSessionCreate = hash({
  adaptive_pricing: notSupported(),
  after_expiration: notSupported(),
  allow_promotion_codes: flag.optional(),
  automatic_tax: AutomaticTaxParam,
  billing_address_collection: oneOf('auto', 'required').optional(),
  branding_settings: notSupported(),
  cancel_url: text.optional(),
  client_reference_id: text.optional(),
  consent_collection: hash({
    payment_method_reuse_agreement: hash({ position: oneOf('auto', 'hidden') }).optional(),
    promotions: oneOf('auto', 'none').optional(),
    terms_of_service: oneOf('none', 'required').optional(),
  }).optional(),
  currency: text.optional(),
  custom_fields: CustomFieldParams.optional(),
  custom_text: hash({
    after_submit: CustomText,
    shipping_address: CustomText,
    submit: CustomText,
    terms_of_service_acceptance: CustomText,
  }).optional(),
  customer: text.optional(),
  customer_account: notSupported(),
  customer_creation: oneOf('always', 'if_required').optional(),
  customer_email: email.optional(),
  customer_update: hash({
    address: oneOf('auto', 'never').optional(),
    name: oneOf('auto', 'never').optional(),
    shipping: oneOf('auto', 'never').optional(),
  }).optional(),
  discounts: DiscountParams.optional(),
  excluded_payment_method_types: notSupported(),
  expires_at: integer.optional(),
  integration_identifier: notSupported(),
  invoice_creation: InvoiceCreationParams.optional(),
  line_items: many(LineItem).optional(),
  locale: open<CheckoutSession['locale']>().optional(),
  managed_payments: notSupported(),
  metadata: metadata.optional(),
  mode: oneOf('payment', 'setup', 'subscription').optional(),
  name_collection: notSupported(),
  optional_items: notSupported(),
  origin_context: notSupported(),
  payment_intent_data: hash({
    application_fee_amount: notSupported(),
    capture_method: oneOf('automatic', 'automatic_async', 'manual').optional(),
    description: text.optional(),
    metadata: metadata.optional(),
    receipt_email: email.optional(),
    setup_future_usage: oneOf('off_session', 'on_session').optional(),
    shipping: ShippingParams.optional(),
    statement_descriptor: text.optional(),
    statement_descriptor_suffix: text.optional(),
    on_behalf_of: notSupported(),
    transfer_data: notSupported(),
    transfer_group: notSupported(),
  }).optional(),
  payment_method_collection: oneOf('always', 'if_required').optional(),
  payment_method_configuration: notSupported(),
  payment_method_data: notSupported(),
  payment_method_options: notSupported(),
  // Not in the SDK's types any more. Requests of older API versions have it.
  allowed_payment_method_types: many(text).optional(),
  // From before the API had `allowed_payment_method_types`.
  payment_method_types: many(text).optional(),
  permissions: notSupported(),
  phone_number_collection: hash({ enabled: flag }).optional(),
  redirect_on_completion: text.optional(),
  return_url: text.optional(),
  saved_payment_method_options: hash({
    allow_redisplay_filters: many(oneOf('always', 'limited', 'unspecified')).optional(),
    payment_method_remove: notSupported(),
    payment_method_save: notSupported(),
  }).optional(),
  setup_intent_data: hash({
    description: text.optional(),
    metadata: metadata.optional(),
    on_behalf_of: notSupported(),
  }).optional(),
  shipping_address_collection: notSupported(),
  shipping_options: notSupported(),
  submit_type: oneOf('auto', 'book', 'donate', 'pay', 'subscribe').optional(),
  subscription_data: hash({
    ...SubscriptionTerms.shape,
    billing_cycle_anchor_config: SubscriptionCreate.shape.billing_cycle_anchor_config,
    proration_behavior: oneOf('create_prorations', 'none').optional(),
    trial_end: integer.optional(),
  }).optional(),
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
  wallet_options: notSupported(),
})

export type CheckoutSessionCreate = z.output<typeof CheckoutSessionCreate>

export const CheckoutSessionUpdate = hash({
  metadata: metadata.optional(),
  collected_information: notSupported(),
  line_items: notSupported(),
  payment_intent_data: notSupported(),
  shipping_options: notSupported(),
})
