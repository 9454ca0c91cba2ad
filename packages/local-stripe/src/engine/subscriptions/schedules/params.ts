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
import { ExtraItemParams, PhaseItemParams } from '../create-params'

/** An extra invoice item of a phase. Its period can begin and end with the phase. */
const PhaseExtraItem = hash({
  ...ExtraItemParams.shape,
  period: hash({
    start: hash({
      type: oneOf('max_item_period_start', 'phase_start', 'timestamp'),
      timestamp: integer.optional(),
    }),
    end: hash({
      type: oneOf('min_item_period_end', 'phase_end', 'timestamp'),
      timestamp: integer.optional(),
    }),
  }).optional(),
})

export type PhaseExtraItem = z.output<typeof PhaseExtraItem>

const invoiceSettings = { ...InvoiceSettings.shape, days_until_due: natural.optional() }

export const Phase = hash({
  add_invoice_items: many(PhaseExtraItem).optional(),
  application_fee_percent: notSupported(),
  automatic_tax: AutomaticTaxParam,
  billing_cycle_anchor: oneOf('automatic', 'phase_start').optional(),
  billing_thresholds: notSupported(),
  collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
  currency: text.optional(),
  default_payment_method: text.optional(),
  default_tax_rates: TaxRatesParam,
  description: emptyable(text).optional(),
  discounts: DiscountParams.optional(),
  duration: hash({
    interval: oneOf('day', 'week', 'month', 'year'),
    interval_count: natural.optional(),
  }).optional(),
  end_date: z.union([z.literal('now'), integer]).optional(),
  invoice_settings: hash(invoiceSettings).optional(),
  items: many(PhaseItemParams),
  // From before the API had `duration`. The CLI still sends it.
  iterations: natural.optional(),
  metadata: metadata.optional(),
  on_behalf_of: notSupported(),
  proration_behavior: oneOf('create_prorations', 'none', 'always_invoice').optional(),
  start_date: z.union([z.literal('now'), integer]).optional(),
  transfer_data: notSupported(),
  trial: flag.optional(),
  trial_end: z.union([z.literal('now'), integer]).optional(),
})
export type PhaseParams = z.output<typeof Phase>

/** What holds for all phases that don't say otherwise. */
const DefaultSettings = hash({
  application_fee_percent: notSupported(),
  automatic_tax: AutomaticTaxParam,
  billing_cycle_anchor: oneOf('automatic', 'phase_start').optional(),
  billing_thresholds: notSupported(),
  collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
  default_payment_method: text.optional(),
  description: emptyable(text).optional(),
  invoice_settings: hash(invoiceSettings).optional(),
  on_behalf_of: notSupported(),
  transfer_data: notSupported(),
})
export type DefaultSettings = z.output<typeof DefaultSettings>

export const ScheduleCreate = hash({
  billing_mode: hash({ type: oneOf('classic', 'flexible'), flexible: notSupported() }).optional(),
  customer: text.optional(),
  customer_account: notSupported(),
  default_settings: DefaultSettings.optional(),
  end_behavior: oneOf('cancel', 'none', 'release', 'renew').optional(),
  from_subscription: text.optional(),
  metadata: metadata.optional(),
  pause_schedules: notSupported(),
  phases: many(Phase).optional(),
  start_date: z.union([z.literal('now'), integer]).optional(),
})

export const ScheduleUpdate = hash({
  default_settings: DefaultSettings.optional(),
  end_behavior: oneOf('cancel', 'none', 'release', 'renew').optional(),
  metadata: metadata.optional(),
  pause_schedules: notSupported(),
  phases: many(Phase).optional(),
  proration_behavior: oneOf('create_prorations', 'none', 'always_invoice').optional(),
})

export const ScheduleCancel = hash({ invoice_now: flag.optional(), prorate: flag.optional() })

export const ScheduleRelease = hash({ preserve_cancel_date: flag.optional() })
