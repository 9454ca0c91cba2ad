import { planOf } from '../../catalog/plan-of'
import { hasCurrency } from '../../catalog/price-amount'
import { taxRatesFrom } from '../../tax/rates-param'
import { periodAround } from '../../world/calendar'
import { invalid, missing } from '../../world/errors'
import { withMetadata } from '../../world/params'
import type { Subscription, SubscriptionItem } from '../../world/types'
import type { World } from '../../world/world'
import type { ItemParams } from '../create-params'
import { itemDiscounts, newItem, recurringPrice } from '../items'
import { checkIntervals } from '../periods'

/** The items of a subscription after the changes of an update. */
export function changedItems(
  world: World,
  before: Subscription,
  given: ItemParams[],
): SubscriptionItem[] {
  let items = before.items.data
  for (const [i, change] of given.entries()) {
    const path = `items[${i}]`
    const old = change.id ? items.find((item) => item.id === change.id) : undefined
    if (change.id && !old) throw missing('subscription_item', change.id, `${path}[id]`)
    if (old && change.deleted) {
      items = items.filter((item) => item !== old)
      continue
    }
    if (old) {
      const named = change.price ?? change.plan ?? change.price_data
      const price = named ? recurringPrice(world, change, path) : old.price
      const quantity = change.quantity ?? old.quantity ?? 1
      const licensed = price.recurring?.usage_type !== 'metered'
      const { quantity: _, ...rest } = old
      const next = {
        ...rest,
        price,
        plan: planOf(price),
        ...(licensed && { quantity }),
        metadata: withMetadata(old.metadata, change.metadata),
        tax_rates: taxRatesFrom(world, change.tax_rates, `${path}[tax_rates]`, old.tax_rates),
        discounts: itemDiscounts(
          world,
          before,
          old.id,
          price,
          { ...change, quantity },
          path,
          old.discounts,
        ),
      }
      items = items.map((item) => (item === old ? next : item))
      continue
    }
    const price = recurringPrice(world, change, path)
    if (items.some((item) => item.price.id === price.id)) {
      throw invalid(
        `Cannot add multiple subscription items with the same price: ${price.id}`,
        `${path}[price]`,
      )
    }
    // An item that is added during a period is billed for the rest of it and renews with the
    // others.
    const { interval = 'month', interval_count = 1 } = price.recurring ?? {}
    const { billing_cycle_anchor: anchor } = before
    const trial = before.status === 'trialing' ? before.items.data[0] : undefined
    const period = trial
      ? { start: trial.current_period_start, end: trial.current_period_end }
      : periodAround(anchor, interval, interval_count, world.clock.seconds())
    // Usage counts from when its item was added.
    // https://docs.stripe.com/billing/subscriptions/usage-based/manage-billing-setup (November 2026)
    const isCounted = price.recurring?.usage_type === 'metered' && !trial
    const from = isCounted ? { ...period, start: world.clock.seconds() } : period
    items = [...items, newItem(world, before, price, change, from, path)]
  }
  if (items.length === 0) {
    throw invalid('A subscription must have at least one active price.', 'items')
  }
  checkIntervals(before.billing_mode.type, items)
  for (const item of items) {
    if (!hasCurrency(world, item.price, before.currency)) {
      throw invalid(
        `The price specified only supports \`${item.price.currency}\`. This doesn't match the expected currency: \`${before.currency}\`.`,
        'items',
      )
    }
  }
  return items
}
