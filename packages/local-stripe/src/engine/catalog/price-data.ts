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
})

const amounts = {
  unit_amount: natural.optional(),
  unit_amount_decimal: decimal.optional(),
  tiers: many(Tier).optional(),
  custom_unit_amount: notSupported(),
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified').optional(),
}

const { interval, interval_count } = Recurring.shape

/** What a price that is made on the way can have, in place of an existing one. */
const inline = {
  currency: text,
  tax_behavior: amounts.tax_behavior,
  unit_amount: amounts.unit_amount,
  unit_amount_decimal: amounts.unit_amount_decimal,
}

/** `price_data` of an item that is charged once. */
export const OneTimePriceData = hash({ ...inline, product: text })

/** `price_data` of an item of a subscription, schedule or quote. */
export const ItemPriceData = hash({
  ...OneTimePriceData.shape,
  recurring: hash({ interval, interval_count }).optional(),
})

/** `price_data` of a line of an invoice, which may bring a product of its own. */
export const LinePriceData = hash({
  ...OneTimePriceData.shape,
  product: text.optional(),
  product_data: hash({
    name: text,
    description: text.optional(),
    images: many(text).optional(),
    metadata: metadata.optional(),
    tax_code: text.optional(),
    tax_details: notSupported(),
    unit_label: text.optional(),
  }).optional(),
})

/** `price_data` of a line item of a Checkout session. */
export const CheckoutPriceData = hash({
  ...LinePriceData.shape,
  recurring: ItemPriceData.shape.recurring,
})

/** `default_price_data` of a new product. */
export const DefaultPriceData = hash({
  ...inline,
  custom_unit_amount: notSupported(),
  currency_options: z.record(z.string(), hash(amounts)).optional(),
  metadata: metadata.optional(),
  recurring: hash({ interval, interval_count }).optional(),
})

export const PriceCreate = hash({
  ...amounts,
  currency: text,
  recurring: Recurring.optional(),
  currency_options: z.record(z.string(), hash(amounts)).optional(),
  metadata: metadata.optional(),
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
    statement_descriptor: text.optional(),
    tax_code: text.optional(),
    tax_details: notSupported(),
    unit_label: text.optional(),
  }).optional(),
  tiers_mode: oneOf('graduated', 'volume').optional(),
  transfer_lookup_key: flag.optional(),
  transform_quantity: hash({ divide_by: integer, round: oneOf('up', 'down') }).optional(),
})
