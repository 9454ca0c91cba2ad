import type { Facts } from '@/lib/billing/access/facts'
import { liveSubscriptions } from '@/lib/billing/access/subscription-status'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { hasFinalPeriod } from '@/lib/billing/subscription/final-period'
import { boughtPlan } from './order'

/** What was on sale in an open checkout. */
type OnSale = {
  plan: string
  interval: string
  /** Subscriptions that end if it is paid. Absent on older rows. */
  ends?: readonly string[] | undefined
}

/**
 * Whether an open checkout sells what the user can't buy any more: a second subscription, a one-time
 * purchase next to a subscription that would continue, or a plan that a purchase already includes.
 * `facts` are those of `ownFacts`.
 */
export function isSuperseded(
  { plan, interval, ends }: OnSale,
  facts: Facts,
  catalog: Catalog,
): boolean {
  const live = liveSubscriptions(facts)
  if (interval !== 'once' && live.length > 0) return true
  // The user may have resumed a subscription that was set to end.
  if (ends && live.some((fact) => !ends.includes(fact.id) && !hasFinalPeriod(fact))) return true
  const owned = boughtPlan(facts, catalog)
  const sold = planByKey(catalog, plan)
  return owned !== undefined && (sold === undefined || owned.rank >= sold.rank)
}
