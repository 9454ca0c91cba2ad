import { z } from 'zod'
import {
  decimal,
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

export const Tier = hash({
  up_to: z.union([z.literal('inf'), integer]),
  unit_amount: integer.optional(),
  unit_amount_decimal: decimal.optional(),
  flat_amount: integer.optional(),
  flat_amount_decimal: decimal.optional(),
})

const Recurring = hash({
  interval: oneOf('day', 'week', 'month', 'year'),
  interval_count: integer.optional(),
  usage_type: oneOf('licensed', 'metered').optional(),
  meter: text.optional(),
  trial_period_days: natural.optional(),
  aggregate_usage: notSupported(),
})

const amounts = {
  unit_amount: natural.optional(),
  unit_amount_decimal: decimal.optional(),
  tiers: many(Tier).optional(),
  custom_unit_amount: notSupported(),
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified').optional(),
}

/** The `price_data` that other requests accept in place of a price. */
export const PriceData = hash({
  ...amounts,
  currency: text,
  recurring: Recurring.optional(),
  currency_options: z.record(z.string(), hash(amounts)).optional(),
  metadata: metadata.optional(),
})

export const PriceCreate = hash({
  ...PriceData.shape,
  active: flag.optional(),
  billing_scheme: oneOf('per_unit', 'tiered').optional(),
  lookup_key: text.optional(),
  nickname: text.optional(),
  product: text.optional(),
  product_data: hash({
    name: text,
    id: text.optional(),
    active: flag.optional(),
    metadata: metadata.optional(),
    statement_descriptor: notSupported(),
    tax_code: text.optional(),
    unit_label: text.optional(),
  }).optional(),
  tiers_mode: oneOf('graduated', 'volume').optional(),
  transfer_lookup_key: flag.optional(),
  transform_quantity: hash({ divide_by: integer, round: oneOf('up', 'down') }).optional(),
})
