import { redeemDiscounts } from '../catalog/discounts'
import { planOf } from '../catalog/plan-of'
import { priceAmount } from '../catalog/price-amount'
import { createPrice } from '../catalog/prices'
import { taxRatesFrom } from '../tax/rates-param'
import { invalid } from '../world/errors'
import { withMetadata } from '../world/params'
import type { Price, Subscription, SubscriptionItem } from '../world/types'
import { find, type World } from '../world/world'
import type { ItemParams } from './create-params'

/** An item that a schedule planned. Its price may have been archived since. */
export type PlannedItem = ItemParams & { isPlanned?: true }

/** The price of these parameters: an existing one, or a new one from `price_data`. */
export function priceFromParams(world: World, item: PlannedItem, path: string): Price {
  if (item.price_data) return createPrice(world, item.price_data)
  const id = item.price ?? item.plan
  if (!id)
    throw invalid(`Missing required param: ${path}[price].`, `${path}[price]`, 'parameter_missing')
  const price = find(world.store.prices, 'price', id, `${path}[price]`)
  if (!price.active && !item.isPlanned) {
    throw invalid(
      `The price specified is inactive. This field only accepts active prices.`,
      `${path}[price]`,
      'price_inactive',
    )
  }
  if (world.store.products.get(price.product)?.active === false && !item.isPlanned) {
    throw invalid(
      `The product ${price.product} is marked as inactive, and thus no new subscriptions can be created to any prices of this product.`,
      `${path}[price]`,
    )
  }
  return price
}

/** What an item needs to know of its subscription, which may not exist yet. */
type Owner = Pick<Subscription, 'id' | 'customer' | 'currency'>

export function recurringPrice(world: World, item: PlannedItem, path: string): Price {
  const price = priceFromParams(world, item, path)
  if (price.recurring) return price
  throw invalid(
    `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
    `${path}[price]`,
  )
}

export function newItem(
  world: World,
  subscription: Owner,
  price: Price,
  given: ItemParams,
  period: { start: number; end: number },
  path: string,
): SubscriptionItem {
  const metered = price.recurring?.usage_type === 'metered'
  if (metered && given.quantity !== undefined) {
    throw invalid('You cannot set the quantity for metered plans.', 'items[quantity]')
  }
  const id = world.ids.next('si')
  return {
    id,
    object: 'subscription_item',
    billing_thresholds: null,
    created: world.clock.seconds(),
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: itemDiscounts(world, subscription, id, price, given, path),
    metadata: withMetadata({}, given.metadata),
    plan: planOf(price),
    price,
    ...(!metered && { quantity: given.quantity ?? 1 }),
    subscription: subscription.id,
    tax_rates: taxRatesFrom(world, given.tax_rates, `${path}[tax_rates]`),
  }
}

/** Redeems the `discounts` of an item. Without the parameter, the item keeps those it has. */
export function itemDiscounts(
  world: World,
  subscription: Owner,
  item: string,
  price: Price,
  given: ItemParams,
  path: string,
  kept: (string | null)[] = [],
): string[] {
  if (given.discounts === undefined) return kept as string[]
  const { id, customer, currency } = subscription
  const quantity = given.quantity ?? 1
  const metered = price.recurring?.usage_type === 'metered'
  const amount = metered
    ? Number.POSITIVE_INFINITY // What will be used isn't known yet.
    : priceAmount(world, price, quantity, currency)
  return redeemDiscounts(
    world,
    given.discounts,
    { currency, amount },
    { customer, subscription: id, subscriptionItem: item, path: `${path}[discounts]` },
  )
}
