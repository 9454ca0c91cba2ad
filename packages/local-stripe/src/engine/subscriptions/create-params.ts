import { z } from 'zod'
import { DiscountsGiven } from '../catalog/discounts-given'
import { PriceData } from '../catalog/price-data'
import {
  emptyable,
  flag,
  hash,
  integer,
  many,
  metadata,
  natural,
  oneOf,
  taken,
  text,
} from '../world/params'

export const ItemGiven = hash({
  id: text.optional(),
  price: text.optional(),
  plan: text.optional(),
  price_data: hash({ ...PriceData.shape, product: text }).optional(),
  quantity: natural.optional(),
  deleted: flag.optional(),
  clear_usage: flag.optional(),
  metadata: metadata.optional(),
  billing_thresholds: taken,
  discounts: emptyable(
    many(
      hash({ coupon: text.optional(), promotion_code: text.optional(), discount: text.optional() }),
    ),
  ).optional(),
  tax_rates: taken,
  trial: taken,
  current_trial: taken,
})
export type ItemGiven = z.output<typeof ItemGiven>

export const InvoiceItemGiven = hash({
  price: text.optional(),
  price_data: hash({
    currency: text,
    product: text,
    unit_amount: integer.optional(),
    tax_behavior: taken,
  }).optional(),
  quantity: natural.optional(),
  discounts: taken,
  metadata: taken,
  period: taken,
  tax_rates: taken,
})

export const TrialSettings = hash({
  end_behavior: hash({
    missing_payment_method: oneOf('cancel', 'create_invoice', 'pause'),
    billing_cycle_anchor: oneOf('now', 'unchanged')
      .optional()
      .transform((anchor) => anchor ?? null),
  }),
})
export const PaymentSettings = hash({
  payment_method_options: taken,
  payment_method_types: taken,
  save_default_payment_method: oneOf('off', 'on_subscription').optional(),
})
export const CancelAt = z.union([integer, oneOf('min_period_end', 'max_period_end')])

/** What creating a subscription and a Checkout session's `subscription_data` both take. */
export const SubscriptionTerms = hash({
  application_fee_percent: taken,
  billing_cycle_anchor: integer.optional(),
  billing_mode: hash({ type: oneOf('classic', 'flexible'), flexible: taken }).optional(),
  default_tax_rates: taken,
  description: emptyable(text).optional(),
  invoice_settings: taken,
  metadata: metadata.optional(),
  on_behalf_of: taken,
  proration_behavior: oneOf('create_prorations', 'none', 'always_invoice').optional(),
  transfer_data: taken,
  trial_end: z.union([z.literal('now'), integer]).optional(),
  trial_period_days: integer.optional(),
  trial_settings: TrialSettings.optional(),
})

export const SubscriptionCreate = hash({
  ...SubscriptionTerms.shape,
  customer: text,
  items: many(ItemGiven).optional(),
  add_invoice_items: many(InvoiceItemGiven).optional(),
  automatic_tax: taken,
  backdate_start_date: integer.optional(),
  billing_cycle_anchor_config: taken,
  billing_thresholds: taken,
  cancel_at: CancelAt.optional(),
  cancel_at_period_end: flag.optional(),
  collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
  currency: text.optional(),
  days_until_due: natural.optional(),
  default_payment_method: text.optional(),
  default_source: text.optional(),
  discounts: DiscountsGiven.optional(),
  coupon: text.optional(),
  off_session: flag.optional(),
  payment_behavior: oneOf(
    'allow_incomplete',
    'default_incomplete',
    'error_if_incomplete',
    'pending_if_incomplete',
  ).optional(),
  payment_settings: PaymentSettings.optional(),
  pending_invoice_item_interval: taken,
  trial_from_plan: flag.optional(),
})
export type SubscriptionCreate = z.output<typeof SubscriptionCreate>
