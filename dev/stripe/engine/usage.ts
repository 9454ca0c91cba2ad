import { totalUsage } from './meters'
import type { Subscription, SubscriptionItem } from './wire'
import type { World } from './world'

/** How much of an item's meter its customer used in a period, in whole units. */
export function usageIn(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  period: { start: number; end: number },
): number {
  const meter = item.price.recurring?.meter
  if (!meter) return 0
  return Math.round(totalUsage(world, meter, subscription.customer, period))
}
