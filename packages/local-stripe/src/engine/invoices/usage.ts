import type { InvoiceLine, Subscription, SubscriptionItem } from '../world/types'
import type { World } from '../world/world'
import { itemLines } from './lines'
import { totalUsage } from './meters'

/** How much of an item's meter its customer used in a period, in whole units. */
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

/** What an item's use costs, in its current period or the part of it up to `end`. */
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
