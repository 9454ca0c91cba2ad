import { z } from 'zod'
import { invalid } from '../world/errors'
import {
  decimal,
  emptyable,
  flag,
  hash,
  integer,
  many,
  metadata,
  natural,
  oneOf,
  text,
} from '../world/params'
import type { Plan, Price } from '../world/types'
import { emit, find, type World } from '../world/world'
import { planOf } from './plan-of'
import { PriceCreate, Tier } from './price-data'
import { createPrice, savePrice, updatePrice } from './prices'

/** The parameters of the older API for recurring prices. */
export const PlanCreate = hash({
  active: flag.optional(),
  amount: natural.optional(),
  amount_decimal: decimal.optional(),
  billing_scheme: oneOf('per_unit', 'tiered').optional(),
  currency: text,
  id: text.optional(),
  interval: oneOf('day', 'week', 'month', 'year'),
  interval_count: integer.optional(),
  metadata: emptyable(metadata).optional(),
  meter: text.optional(),
  nickname: text.optional(),
  product: z.union([text, PriceCreate.shape.product_data.unwrap()]).optional(),
  tiers: many(Tier).optional(),
  tiers_mode: oneOf('graduated', 'volume').optional(),
  transform_usage: hash({ divide_by: integer, round: oneOf('up', 'down') }).optional(),
  trial_period_days: natural.optional(),
  usage_type: oneOf('licensed', 'metered').optional(),
})
export const PlanUpdate = hash({
  active: flag.optional(),
  metadata: metadata.optional(),
  nickname: emptyable(text).optional(),
  product: text.optional(),
  trial_period_days: natural.optional(),
})

/** Creates a recurring price, and returns it as a plan. */
export function createPlan(world: World, params: z.output<typeof PlanCreate>): Plan {
  const { id, product } = params
  if (id && world.store.prices.get(id)) {
    throw invalid('Plan already exists.', 'id', 'resource_already_exists')
  }
  const price = createPrice(
    world,
    {
      active: params.active,
      billing_scheme: params.billing_scheme,
      currency: params.currency,
      metadata: params.metadata ?? undefined,
      nickname: params.nickname,
      ...(typeof product === 'string' ? { product } : { product_data: product }),
      recurring: {
        interval: params.interval,
        interval_count: params.interval_count,
        meter: params.meter,
        trial_period_days: params.trial_period_days,
        usage_type: params.usage_type,
      },
      tiers: params.tiers,
      tiers_mode: params.tiers_mode,
      transform_quantity: params.transform_usage,
      unit_amount: params.amount,
      unit_amount_decimal: params.amount_decimal,
    },
    id ?? world.ids.next('plan', 24),
  )
  return planOf(price)
}

/** The prices that are plans: all recurring ones that were not deleted as plans. */
export const plans = (world: World): Plan[] =>
  world.store.prices
    .all()
    .filter(({ id, recurring }) => recurring && !world.store.deleted.get(id))
    .map(planOf)

export const retrievePlan = (world: World, id: string) =>
  world.store.deleted.get(id) ?? planOf(recurringPrice(world, id))

export function updatePlan(
  world: World,
  id: string,
  { product, trial_period_days, ...params }: z.output<typeof PlanUpdate>,
): Plan {
  const price = recurringPrice(world, id)
  if (product) find(world.store.products, 'product', product, 'product')
  const { recurring } = price
  savePrice(world, price, {
    ...(product && { product }),
    ...(trial_period_days !== undefined &&
      recurring && { recurring: { ...recurring, trial_period_days } }),
  })
  return planOf(updatePrice(world, id, params))
}

/** Deletes a plan. Subscriptions keep its price, but no new ones can have it. */
export function deletePlan(world: World, id: string) {
  const price = recurringPrice(world, id)
  const archived = world.store.prices.put({ ...price, active: false })
  world.store.deleted.put({ id, object: 'plan', deleted: true })
  emit(world, 'plan.deleted', planOf(archived))
  emit(world, 'price.deleted', archived)
  return { id, object: 'plan' as const, deleted: true as const }
}

function recurringPrice(world: World, id: string): Price {
  const price = find(world.store.prices, 'plan', id)
  if (price.recurring) return price
  throw invalid(`The price \`${id}\` is not recurring, so it has no plan.`, 'id')
}
