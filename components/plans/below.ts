import { defaultPlan } from '@/lib/billing/catalog/catalog'
import type { Catalog, Limit, Plan } from '@/lib/billing/catalog/schema'

/**
 * Returns the highest lower plan that a plan includes completely: "Everything in Starter, plus …".
 * `null` if there is none. Plans without features and plans that are only a trial don't count.
 */
export function planBelow(plan: Plan, catalog: Catalog): Plan | null {
  const below = catalog.plans
    .filter((other) => other.rank < plan.rank && !other.trialOnly && other.features.length > 0)
    .sort((a, b) => b.rank - a.rank)
  return below.find((other) => includes(plan, other, catalog)) ?? null
}

const includes = (plan: Plan, other: Plan, catalog: Catalog): boolean =>
  other.features.every((feature) => plan.features.includes(feature)) &&
  other.permissions.every((permission) => plan.permissions.includes(permission)) &&
  Object.entries(other.limits).every(([meter, limit]) =>
    covers(plan.limits[meter], limit, other === defaultPlan(catalog)),
  )

/** A limit with overage includes more than a hard one, except on the free plan, which bills nothing. */
const covers = (limit: Limit | undefined, other: Limit, isFree: boolean): boolean => {
  if (!limit) return other.included === 0
  if (limit.included === null) return true
  if (other.included === null || limit.included < other.included) return false
  return isFree || other.overageCents === undefined || limit.overageCents !== undefined
}
