import type { Access } from './access'
import { type Catalog, defaultPlan, planByKey, planWithFeature } from './catalog'
import { reachesPlan, type Standing, standing } from './ladders'

/** What a gate answers: open, or what would open it. */
export type Gate =
  | { kind: 'open' }
  | { kind: 'plan_required'; requiredPlan: string | null; currentPlan: string }

export type Visitor = {
  access: Access
  catalog: Catalog
  groupPrefix: string
  /** From the verified token: the only place that knows of staff. */
  tokenGroups: readonly string[]
}

export function featureGate(feature: string, visitor: Visitor): Gate {
  if (visitor.access.features.includes(feature)) return { kind: 'open' }
  const required = planWithFeature(visitor.catalog, feature)
  // A feature that no plan includes is a mistake in our code: closed to all, staff too.
  if (!required) return refusal(null, visitor)
  return standingOf(visitor).staffRank === null ? refusal(required.key, visitor) : { kind: 'open' }
}

export function planGate(plan: string, visitor: Visitor): Gate {
  const required = planByKey(visitor.catalog, plan)
  if (!required) return refusal(null, visitor)
  return reachesPlan(standingOf(visitor), required)
    ? { kind: 'open' }
    : refusal(required.key, visitor)
}

const refusal = (requiredPlan: string | null, visitor: Visitor): Gate => ({
  kind: 'plan_required',
  requiredPlan,
  currentPlan: visitor.access.plan,
})

export function standingOf({ access, catalog, groupPrefix, tokenGroups }: Visitor): Standing {
  const plan = planByKey(catalog, access.plan) ?? defaultPlan(catalog)
  return standing(plan, tokenGroups, catalog, groupPrefix)
}
