import type { Plan, StaffGroup } from '@/lib/billing/catalog/schema'

/**
 * Two ladders, ranked apart. Staff outrank every plan; no plan, however expensive, ever satisfies
 * a staff requirement. One flat list would let an enterprise customer into the support tools.
 */
export type LadderPosition = {
  /** The plan's key, from the account row. */
  plan: string
  /** The highest staff group in the verified token; `null` for everybody else. */
  staff: string | null
}

type Rung = Pick<Plan, 'key' | 'rank'>

/** Fails closed: a plan that isn't among `plans` reaches nothing, and is reached by nobody. */
export function reachesPlan(
  { plan, staff }: LadderPosition,
  required: string,
  plans: readonly Rung[],
): boolean {
  const rung = plans.find(({ key }) => key === required)
  if (!rung) return false
  if (staff !== null) return true
  const own = plans.find(({ key }) => key === plan)
  return own !== undefined && own.rank >= rung.rank
}

/** Fails closed in the same way, and asks nothing about plans. */
export function reachesStaff(
  { staff }: Pick<LadderPosition, 'staff'>,
  required: string,
  groups: readonly Pick<StaffGroup, 'group' | 'rank'>[],
): boolean {
  const rung = groups.find(({ group }) => group === required)
  const own = groups.find(({ group }) => group === staff)
  return rung !== undefined && own !== undefined && own.rank >= rung.rank
}
