import type { z } from 'zod'
import { currencyCode } from '../payments/chargeable'
import { invalid } from '../world/errors'
import { fromFixedPoint, toFixedPoint } from '../world/money'
import {
  emptyable,
  flag,
  hash,
  metadata,
  notSupported,
  oneOf,
  text,
  withMetadata,
} from '../world/params'
import { previousAttributes } from '../world/previous-attributes'
import type { PriceDetails } from '../world/records'
import type { Price } from '../world/types'
import { change, create, emit, find, type World } from '../world/world'
import { planOf } from './plan-of'
import type { PriceCreate, Tier } from './price-data'
import type { ProductCreate } from './products'
import { createProduct } from './products'

export const PriceUpdate = hash({
  active: flag.optional(),
  currency_options: notSupported(),
  lookup_key: emptyable(text).optional(),
  metadata: metadata.optional(),
  nickname: emptyable(text).optional(),
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified').optional(),
  transfer_lookup_key: flag.optional(),
})

/** A new price. Checkout can describe more of its product than `POST /v1/prices`. */
type NewPrice = Omit<z.output<typeof PriceCreate>, 'product_data'> & {
  product_data?: z.output<typeof ProductCreate>
}

/** Creates a price. A plan of the older API is a price with an id of its own. */
export function createPrice(world: World, params: NewPrice, id?: string): Price {
  if (!params.product && !params.product_data) {
    throw invalid(
      'You must provide one of product or product_data.',
      'product',
      'parameter_missing',
    )
  }
  const product = params.product_data
    ? createProduct(world, params.product_data)
    : find(world.store.products, 'product', params.product as string, 'product')
  if (params.lookup_key) claimLookupKey(world, params.lookup_key, params.transfer_lookup_key)
  const price: Price = {
    id: id ?? world.ids.next('price', 24),
    object: 'price',
    active: params.active ?? true,
    ...pricing(params),
    created: world.clock.seconds(),
    currency: currencyCode(params.currency),
    custom_unit_amount: null,
    livemode: false,
    lookup_key: params.lookup_key ?? null,
    metadata: withMetadata({}, params.metadata),
    nickname: params.nickname ?? null,
    product: product.id,
    tax_behavior: params.tax_behavior ?? 'unspecified',
    transform_quantity: params.transform_quantity ?? null,
  }
  world.store.priceDetails.put({
    id: price.id,
    object: 'price_details',
    tiers: params.tiers?.map(tier) ?? null,
    currency_options: currencyOptions(price, params.currency_options),
  })
  create(world, world.store.prices, price)
  if (price.recurring) emit(world, 'plan.created', planOf(price))
  emit(world, 'price.created', price)
  return price
}

export function updatePrice(world: World, id: string, params: z.output<typeof PriceUpdate>): Price {
  const price = find(world.store.prices, 'price', id)
  const { metadata: changes, transfer_lookup_key, currency_options, ...plain } = params
  if (params.active === false && world.store.products.get(price.product)?.default_price === id) {
    throw invalid(
      'This price cannot be archived because it is the default price of its product.',
      'active',
    )
  }
  if (params.lookup_key && params.lookup_key !== price.lookup_key) {
    claimLookupKey(world, params.lookup_key, transfer_lookup_key)
  }
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined))
  return savePrice(world, price, {
    ...given,
    metadata: withMetadata(price.metadata, changes),
  })
}

/** Saves a price and, if it is recurring, tells that its plan has changed as well. */
export function savePrice(world: World, price: Price, patch: Partial<Price>): Price {
  const saved = change(world, world.store.prices, price, patch)
  if (saved === price) return price
  if (saved.recurring) {
    const changes = previousAttributes(planOf(price), planOf(saved))
    if (Object.keys(changes).length > 0) emit(world, 'plan.updated', planOf(saved), changes)
  }
  emit(world, 'price.updated', saved, previousAttributes(price, saved))
  return saved
}

/** Checks and returns the amounts and the interval of a price. */
function pricing(params: Omit<z.output<typeof PriceCreate>, 'product_data'>) {
  const tiered = params.billing_scheme === 'tiered' || params.tiers !== undefined
  if (tiered && (!params.tiers?.length || !params.tiers_mode)) {
    throw invalid(
      'You must specify tiers and tiers_mode when billing_scheme is tiered.',
      params.tiers ? 'tiers_mode' : 'tiers',
      'parameter_missing',
    )
  }
  if (tiered) checkTiers(params.tiers ?? [])
  const unit = unitAmounts(params)
  if (!tiered && unit.unit_amount_decimal === null && !params.custom_unit_amount) {
    throw invalid(
      'Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.',
      'unit_amount',
      'parameter_missing',
    )
  }
  const { recurring } = params
  if (recurring && (recurring.interval_count ?? 1) > MOST_INTERVALS[recurring.interval]) {
    throw invalid(
      'The interval of a price can be at most three years.',
      'recurring[interval_count]',
    )
  }
  if (recurring?.usage_type === 'metered' && !recurring.meter) {
    throw invalid(
      'Metered prices must be backed by a meter.',
      'recurring[meter]',
      'parameter_missing',
    )
  }
  return {
    billing_scheme: tiered ? 'tiered' : 'per_unit',
    recurring: recurring
      ? {
          interval: recurring.interval,
          interval_count: recurring.interval_count ?? 1,
          meter: recurring.meter ?? null,
          trial_period_days: recurring.trial_period_days ?? null,
          usage_type: recurring.usage_type ?? 'licensed',
        }
      : null,
    tiers_mode: tiered ? (params.tiers_mode ?? null) : null,
    type: recurring ? 'recurring' : 'one_time',
    ...(tiered ? { unit_amount: null, unit_amount_decimal: null } : unit),
  } satisfies Partial<Price>
}

/** Three years. */
const MOST_INTERVALS = { day: 1095, week: 156, month: 36, year: 3 }

function currencyOptions(
  price: Price,
  given: z.output<typeof PriceCreate>['currency_options'] = {},
): PriceDetails['currency_options'] {
  const own = { unit_amount: price.unit_amount, unit_amount_decimal: price.unit_amount_decimal }
  const rest = { custom_unit_amount: null, tax_behavior: price.tax_behavior }
  return Object.fromEntries([
    [price.currency, { ...rest, ...own }],
    ...Object.entries(given).map(([currency, option]) => [
      currencyCode(currency),
      { ...rest, ...unitAmounts(option), ...(option.tiers && { tiers: option.tiers.map(tier) }) },
    ]),
  ])
}

function checkTiers(tiers: z.output<typeof Tier>[]): void {
  let from = 0
  for (const [i, { up_to }] of tiers.entries()) {
    const last = i === tiers.length - 1
    if (last !== (up_to === 'inf')) {
      throw invalid('The last tier, and only it, must have up_to `inf`.', `tiers[${i}][up_to]`)
    }
    if (up_to !== 'inf' && up_to <= from) {
      throw invalid('Tiers must be in ascending order.', `tiers[${i}][up_to]`)
    }
    if (up_to !== 'inf') from = up_to
  }
}

const tier = (given: z.output<typeof Tier>) => {
  const unit = unitAmounts(given)
  const flat = unitAmounts({
    unit_amount: given.flat_amount,
    unit_amount_decimal: given.flat_amount_decimal,
  })
  return {
    flat_amount: flat.unit_amount,
    flat_amount_decimal: flat.unit_amount_decimal,
    ...unit,
    up_to: given.up_to === 'inf' ? null : given.up_to,
  }
}

/** Both forms of an amount. `unit_amount` is null if the decimal has a fraction. */
function unitAmounts(given: { unit_amount?: number; unit_amount_decimal?: string }) {
  const decimal = given.unit_amount_decimal ?? given.unit_amount?.toString()
  if (decimal === undefined) return { unit_amount: null, unit_amount_decimal: null }
  const exact = fromFixedPoint(toFixedPoint(decimal))
  return { unit_amount: exact.includes('.') ? null : Number(exact), unit_amount_decimal: exact }
}

/** A lookup key belongs to one price. `transfer` takes it from another price. */
function claimLookupKey(world: World, key: string, transfer = false): void {
  for (const holder of world.store.prices.where('lookup_key', key)) {
    if (!transfer) {
      throw invalid(
        `A price (\`${holder.id}\`) already uses that lookup key.`,
        'lookup_key',
        'resource_already_exists',
      )
    }
    savePrice(world, holder, { lookup_key: null })
  }
}
