import { z } from 'zod'
import { DiscountParams } from '../catalog/discount-params'
import { ItemPriceData, OneTimePriceData } from '../catalog/price-data'
import { InvoiceSettings } from '../invoices/invoice-settings'
import { AutomaticTaxParam } from '../tax/automatic-tax'
import { TaxRatesParam } from '../tax/rates-param'
import {
  emptyable,
  flag,
  hash,
  integer,
  many,
  metadata,
  natural,
  notSupported,
  oneOf,
  text,
} from '../world/params'

/** What a phase of a schedule says about an item. */
export const PhaseItemParams = hash({
  price: text.optional(),
  plan: text.optional(),
  price_data: ItemPriceData.optional(),
  quantity: natural.optional(),
  metadata: metadata.optional(),
  billing_thresholds: notSupported(),
  discounts: DiscountParams.optional(),
  tax_rates: TaxRatesParam,
})

/** A new item. */
export const NewItemParams = hash({ ...PhaseItemParams.shape, current_trial: notSupported() })

/** A change of an existing item. */
export const ItemChangeParams = hash({
  ...NewItemParams.shape,
  // Has no effect on a price with a meter, at Stripe either. All metered prices have one.
  clear_usage: flag.optional(),
})

/** A new item, or a change of the one with this id. */
export const ItemParams = hash({
  ...ItemChangeParams.shape,
  id: text.optional(),
  deleted: flag.optional(),
})
export type ItemParams = z.output<typeof ItemParams>

export const ExtraItemParams = hash({
  price: text.optional(),
  price_data: OneTimePriceData.optional(),
  quantity: natural.optional(),
  discountable: flag.optional(),
  discounts: DiscountParams.optional(),
  metadata: metadata.optional(),
  period: hash({
    start: hash({
      type: oneOf('max_item_period_start', 'now', 'timestamp'),
      timestamp: integer.optional(),
    }).optional(),
    end: hash({
      type: oneOf('min_item_period_end', 'timestamp'),
      timestamp: integer.optional(),
    }).optional(),
  }).optional(),
  tax_rates: TaxRatesParam,
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
  payment_method_options: notSupported(),
  payment_method_types: emptyable(many(text)).optional(),
  save_default_payment_method: oneOf('off', 'on_subscription').optional(),
})
export const CancelAt = z.union([integer, oneOf('min_period_end', 'max_period_end')])

/** The parameters that a new subscription and a Checkout session's `subscription_data` share. */
export const SubscriptionTerms = hash({
  application_fee_percent: notSupported(),
  billing_cycle_anchor: integer.optional(),
  billing_mode: hash({ type: oneOf('classic', 'flexible'), flexible: notSupported() }).optional(),
  default_tax_rates: TaxRatesParam,
  description: emptyable(text).optional(),
  invoice_settings: notSupported(),
  metadata: metadata.optional(),
  pending_invoice_item_interval: notSupported(),
  on_behalf_of: notSupported(),
  proration_behavior: oneOf('create_prorations', 'none', 'always_invoice').optional(),
  transfer_data: notSupported(),
  trial_end: z.union([z.literal('now'), integer]).optional(),
  trial_period_days: integer.optional(),
  trial_settings: TrialSettings.optional(),
})

export const SubscriptionCreate = hash({
  ...SubscriptionTerms.shape,
  customer: text,
  customer_account: notSupported(),
  billing_schedules: notSupported(),
  items: many(NewItemParams).optional(),
  add_invoice_items: many(ExtraItemParams).optional(),
  automatic_tax: AutomaticTaxParam,
  invoice_settings: InvoiceSettings.optional(),
  backdate_start_date: integer.optional(),
  billing_cycle_anchor_config: hash({
    day_of_month: integer,
    month: integer.optional(),
    hour: integer.optional(),
    minute: integer.optional(),
    second: integer.optional(),
  }).optional(),
  billing_thresholds: notSupported(),
  cancel_at: CancelAt.optional(),
  cancel_at_period_end: flag.optional(),
  collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
  currency: text.optional(),
  days_until_due: natural.optional(),
  default_payment_method: text.optional(),
  default_source: notSupported(),
  discounts: DiscountParams.optional(),
  coupon: text.optional(),
  promotion_code: text.optional(),
  off_session: flag.optional(),
  payment_behavior: oneOf(
    'allow_incomplete',
    'default_incomplete',
    'error_if_incomplete',
    'pending_if_incomplete',
  ).optional(),
  payment_settings: PaymentSettings.optional(),
  trial_from_plan: flag.optional(),
})
export type SubscriptionCreate = z.output<typeof SubscriptionCreate>
