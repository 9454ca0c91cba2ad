import type { Facts } from '@/lib/billing/access/facts'
import { type PlanRules, planItem } from '@/lib/billing/access/plan-item'
import type { BilledBy } from './flush-plan'

/**
 * The metered price by which a subscription bills a meter now; `null` if none does. A price without
 * its lookup key was replaced in the catalog, and goes on billing those who have it.
 */
export function billedBy(
  { subscriptions }: Pick<Facts, 'subscriptions'>,
  { source, meter }: { source: string; meter: string },
  rules: PlanRules,
): BilledBy | null {
  const fact = subscriptions.find(({ id }) => id === source)
  const found = fact && planItem(fact.prices, rules)
  if (!fact || !found || found.kind === 'none') return null
  const { meteredPrice: price, included = null } = found.plan.limits[meter] ?? {}
  if (price === undefined || included === null) return null
  const isOn = fact.prices.some(
    ({ isMetered, lookupKey }) => isMetered && (lookupKey === price || lookupKey === null),
  )
  return isOn ? { price, included } : null
}
