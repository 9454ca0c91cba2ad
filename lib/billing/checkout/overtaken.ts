import type { Facts } from '@/lib/billing/access/facts'
import { liveSubscriptions } from '@/lib/billing/access/subscription-status'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { boughtPlan } from './order'

/**
 * Whether a checkout that was opened sells what can't be bought any more: a subscription beside a
 * live one, or a plan that a purchase includes already. Takes the facts without other products.
 */
export function isOvertaken(
  { plan, interval }: { plan: string; interval: string },
  facts: Facts,
  catalog: Catalog,
): boolean {
  if (interval !== 'once' && liveSubscriptions(facts).length > 0) return true
  const owned = boughtPlan(facts, catalog)
  const sold = planByKey(catalog, plan)
  return owned !== undefined && (sold === undefined || owned.rank >= sold.rank)
}
