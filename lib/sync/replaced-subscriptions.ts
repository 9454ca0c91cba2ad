import type { Facts } from '@/lib/billing/access/facts'
import { subscriptionsToEnd } from '@/lib/billing/checkout/replaced'
import type { SyncServices } from './services'

/**
 * Lets the subscriptions end that somebody replaced by what they bought for good, as they agreed. The
 * key is the purchase, and it is written on the subscription: doing it twice changes nothing, and a
 * subscription that is resumed on purpose stays. True if Stripe is to be read again.
 */
export async function endReplacedSubscriptions(
  { subscriptionEnds, rules, log }: Pick<SyncServices, 'subscriptionEnds' | 'rules' | 'log'>,
  userId: string,
  facts: Pick<Facts, 'subscriptions' | 'purchases'>,
): Promise<boolean> {
  let ended = false
  for (const { subscriptionId, purchaseId } of subscriptionsToEnd(facts, rules.catalog)) {
    if (await subscriptionEnds.endForPurchase(subscriptionId, purchaseId)) ended = true
    else log.error({ userId, subscriptionId }, 'A replaced subscription could not be ended')
  }
  return ended
}
