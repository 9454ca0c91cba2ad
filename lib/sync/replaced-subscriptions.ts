import type { Facts } from '@/lib/billing/access/facts'
import { subscriptionsToEnd } from '@/lib/billing/checkout/replaced'
import type { SyncServices } from './services'

/**
 * Lets subscriptions end that a user replaced by a one-time purchase, as the user agreed. The
 * purchase is written on the subscription as a key: repeating this changes nothing, and a
 * subscription that the user resumed continues. Returns `true` if Stripe must be read again.
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
