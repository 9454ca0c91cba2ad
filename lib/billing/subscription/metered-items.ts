import type { SubscriptionFact } from '@/lib/billing/access/facts'
import { type PlanRules, planItem } from '@/lib/billing/access/plan-item'
import { meteredLookupKeys } from '@/lib/billing/catalog/overage'

/**
 * The metered prices that a subscription of ours should have and lacks, by lookup key. Checkout
 * can't sell a monthly price beside a yearly one, a pause removes them, and a subscription may be
 * older than the price. What staff made by hand bills what staff chose.
 */
export function missingMeteredPrices(fact: SubscriptionFact, rules: PlanRules): string[] {
  if (!fact.soldHere || fact.pause || !billed.has(fact.status)) return []
  const found = planItem(fact.prices, rules)
  if (found.kind !== 'one') return []
  const metered = fact.prices.filter(({ isMetered }) => isMetered)
  // The price was replaced by a newer one, which has the lookup key now. Its subscribers keep it.
  if (metered.some(({ lookupKey }) => lookupKey === null)) return []
  const present = new Set(metered.map(({ lookupKey }) => lookupKey))
  return meteredLookupKeys(found.plan).filter((key) => !present.has(key))
}

const billed = new Set<SubscriptionFact['status']>(['active', 'trialing', 'past_due'])
