import { z } from 'zod'
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
} from '../../world/params'
import { ItemGiven } from '../create-params'

export const Phase = hash({
  add_invoice_items: taken,
  application_fee_percent: taken,
  automatic_tax: taken,
  billing_cycle_anchor: oneOf('automatic', 'phase_start').optional(),
  billing_thresholds: taken,
  collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
  currency: text.optional(),
  default_payment_method: text.optional(),
  default_tax_rates: taken,
  description: emptyable(text).optional(),
  discounts: taken,
  duration: hash({
    interval: oneOf('day', 'week', 'month', 'year'),
    interval_count: natural.optional(),
  }).optional(),
  end_date: z.union([z.literal('now'), integer]).optional(),
  invoice_settings: taken,
  items: many(ItemGiven),
  // Before the API had `duration`; the CLI still sends it.
  iterations: natural.optional(),
  metadata: metadata.optional(),
  on_behalf_of: taken,
  proration_behavior: oneOf('create_prorations', 'none', 'always_invoice').optional(),
  start_date: z.union([z.literal('now'), integer]).optional(),
  transfer_data: taken,
  trial: flag.optional(),
  trial_end: z.union([z.literal('now'), integer]).optional(),
})

export const ScheduleCreate = hash({
  billing_mode: taken,
  customer: text.optional(),
  customer_account: taken,
  default_settings: taken,
  end_behavior: oneOf('cancel', 'none', 'release', 'renew').optional(),
  from_subscription: text.optional(),
  metadata: metadata.optional(),
  pause_schedules: taken,
  phases: many(Phase).optional(),
  start_date: z.union([z.literal('now'), integer]).optional(),
})

export const ScheduleUpdate = hash({
  default_settings: taken,
  end_behavior: oneOf('cancel', 'none', 'release', 'renew').optional(),
  metadata: metadata.optional(),
  pause_schedules: taken,
  phases: many(Phase).optional(),
  proration_behavior: oneOf('create_prorations', 'none', 'always_invoice').optional(),
})

export const ScheduleCancel = hash({ invoice_now: flag.optional(), prorate: flag.optional() })

export const ScheduleRelease = hash({ preserve_cancel_date: flag.optional() })
