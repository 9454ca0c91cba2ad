import { purchaseClaim } from '@/lib/billing/access/claims/purchase'
import type { Facts } from '@/lib/billing/access/facts'
import { liveSubscriptions } from '@/lib/billing/access/subscription-status'
import type { Catalog } from '@/lib/billing/catalog/schema'

/**
 * Subscriptions that a one-time purchase replaces and that aren't marked as such yet. Includes one
 * that is already set to cancel: once marked, a later resume is the user's choice and isn't undone.
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
