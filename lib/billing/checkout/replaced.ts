import { purchaseClaim } from '@/lib/billing/access/claims'
import type { Facts } from '@/lib/billing/access/facts'
import { liveSubscriptions } from '@/lib/billing/access/subscription-status'
import type { Catalog } from '@/lib/billing/catalog/schema'

/**
 * Subscriptions that somebody agreed to end with what they bought for good, and that don't say so yet.
 * One that ends anyway is among them: resumed later, it is resumed on purpose.
 */
export function subscriptionsToEnd(
  facts: Pick<Facts, 'subscriptions' | 'purchases'>,
  catalog: Catalog,
): { subscriptionId: string; purchaseId: string }[] {
  const open = facts.purchases.filter((fact) => purchaseClaim(fact, catalog).open)
  return liveSubscriptions(facts).flatMap(({ id, endedFor }) => {
    const by = open.find(({ endsSubscriptions }) => endsSubscriptions?.includes(id))
    return by && endedFor !== by.id ? [{ subscriptionId: id, purchaseId: by.id }] : []
  })
}
