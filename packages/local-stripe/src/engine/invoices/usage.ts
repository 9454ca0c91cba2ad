import type { InvoiceLine, Subscription, SubscriptionItem } from '../world/types'
import type { World } from '../world/world'
import { itemLines } from './lines'
import { totalUsage } from './meters'

/** The usage of an item's meter in a period, rounded to whole units. */
function usageIn(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  period: { start: number; end: number },
): number {
  const meter = item.price.recurring?.meter
  if (!meter) return 0
  return Math.round(totalUsage(world, meter, subscription.customer, period))
}

/** The lines for an item's usage, from the start of its current period to `end`. */
export function usageLines(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  end = item.current_period_end,
): InvoiceLine[] {
  const period = { start: item.current_period_start, end }
  const used = usageIn(world, subscription, item, period)
  return itemLines(world, subscription, item, used, period)
}
