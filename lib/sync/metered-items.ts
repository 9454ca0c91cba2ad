import type { SubscriptionFact } from '@/lib/billing/access/facts'
import { missingMeteredPrices } from '@/lib/billing/subscription/metered-items'
import type { SyncServices } from './services'

/**
 * Adds the metered prices that a subscription lacks, so that its usage is billed. Returns `true` if
 * Stripe must be read again.
 */
export async function addMeteredItems(
  { meteredItems, rules, log }: Pick<SyncServices, 'meteredItems' | 'rules' | 'log'>,
  userId: string,
  subscriptions: readonly SubscriptionFact[],
): Promise<boolean> {
  let added = false
  for (const fact of subscriptions) {
    const missing = missingMeteredPrices(fact, rules)
    if (missing.length === 0) continue
    if (await meteredItems.add(fact.id, missing)) added = true
    else log.error({ userId, subscriptionId: fact.id, missing }, 'Usage is not billed')
  }
  return added
}
