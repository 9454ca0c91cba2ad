import { z } from 'zod'
import { DiscountParams } from '../../catalog/discount-params'
import { InvoiceSettings } from '../../invoices/invoice-settings'
import { AutomaticTaxParam } from '../../tax/automatic-tax'
import { TaxRatesParam } from '../../tax/rates-param'
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
} from '../../world/params'
import { CancellationDetails } from '../cancellation'
import {
  CancelAt,
  ExtraItemParams,
  ItemParams,
  PaymentSettings,
  TrialSettings,
} from '../create-params'

export const SubscriptionUpdate = hash({
  add_invoice_items: many(ExtraItemParams).optional(),
  application_fee_percent: notSupported(),
  automatic_tax: AutomaticTaxParam,
  billing_cycle_anchor: z
    .union([
      oneOf('now', 'unchanged').transform((type) => ({ type })),
      hash({ type: oneOf('now', 'unchanged') }),
    ])
    .optional(),
  billing_schedules: notSupported(),
  billing_thresholds: notSupported(),
  cancel_at: emptyable(CancelAt).optional(),
  cancel_at_period_end: flag.optional(),
  cancellation_details: CancellationDetails.optional(),
  collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
  coupon: emptyable(text).optional(),
  promotion_code: emptyable(text).optional(),
  days_until_due: natural.optional(),
  default_payment_method: emptyable(text).optional(),
  default_source: notSupported(),
  default_tax_rates: TaxRatesParam,
  description: emptyable(text).optional(),
  discounts: DiscountParams.optional(),
  invoice_settings: InvoiceSettings.optional(),
  items: many(ItemParams).optional(),
  metadata: metadata.optional(),
  off_session: flag.optional(),
  on_behalf_of: notSupported(),
  pause_collection: emptyable(
    hash({
      behavior: oneOf('keep_as_draft', 'mark_uncollectible', 'void'),
      resumes_at: integer.optional(),
    }),
  ).optional(),
  payment_behavior: oneOf(
    'allow_incomplete',
    'default_incomplete',
    'error_if_incomplete',
    'pending_if_incomplete',
  ).optional(),
  payment_settings: PaymentSettings.optional(),
  pending_invoice_item_interval: notSupported(),
  proration_behavior: oneOf('always_invoice', 'create_prorations', 'none').optional(),
  proration_date: integer.optional(),
  transfer_data: notSupported(),
  trial_end: z.union([z.literal('now'), integer]).optional(),
  trial_from_plan: flag.optional(),
  trial_settings: TrialSettings.optional(),
})

export type SubscriptionUpdate = z.output<typeof SubscriptionUpdate>
