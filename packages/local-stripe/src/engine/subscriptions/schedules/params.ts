import { z } from 'zod'
import {
  emptyable,
  flag,
  hash,
  ignored,
  ignoring,
  integer,
  many,
  metadata,
  natural,
  oneOf,
  text,
} from '../../world/params'
import { ItemParams } from '../create-params'

export const Phase = hash({
  add_invoice_items: ignored,
  application_fee_percent: ignored,
  automatic_tax: ignored,
  billing_cycle_anchor: ignoring(oneOf('automatic', 'phase_start').optional()),
  billing_thresholds: ignored,
  collection_method: ignoring(oneOf('charge_automatically', 'send_invoice').optional()),
  currency: ignoring(text.optional()),
  default_payment_method: text.optional(),
  default_tax_rates: ignored,
  description: ignoring(emptyable(text).optional()),
  discounts: ignored,
  duration: hash({
    interval: oneOf('day', 'week', 'month', 'year'),
    interval_count: natural.optional(),
  }).optional(),
  end_date: z.union([z.literal('now'), integer]).optional(),
  invoice_settings: ignored,
  items: many(ItemParams),
  // From before the API had `duration`. The CLI still sends it.
  iterations: natural.optional(),
  metadata: metadata.optional(),
  on_behalf_of: ignored,
  proration_behavior: oneOf('create_prorations', 'none', 'always_invoice').optional(),
  start_date: z.union([z.literal('now'), integer]).optional(),
  transfer_data: ignored,
  trial: flag.optional(),
  trial_end: z.union([z.literal('now'), integer]).optional(),
})

export const ScheduleCreate = hash({
  billing_mode: ignored,
  customer: text.optional(),
  customer_account: ignored,
  default_settings: ignored,
  end_behavior: oneOf('cancel', 'none', 'release', 'renew').optional(),
  from_subscription: text.optional(),
  metadata: metadata.optional(),
  pause_schedules: ignored,
  phases: many(Phase).optional(),
  start_date: z.union([z.literal('now'), integer]).optional(),
})

export const ScheduleUpdate = hash({
  default_settings: ignored,
  end_behavior: oneOf('cancel', 'none', 'release', 'renew').optional(),
  metadata: metadata.optional(),
  pause_schedules: ignored,
  phases: many(Phase).optional(),
  proration_behavior: ignoring(oneOf('create_prorations', 'none', 'always_invoice').optional()),
})

export const ScheduleCancel = hash({ invoice_now: flag.optional(), prorate: flag.optional() })

export const ScheduleRelease = hash({ preserve_cancel_date: ignoring(flag.optional()) })
