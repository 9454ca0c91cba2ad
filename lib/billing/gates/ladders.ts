import type { Plan, StaffGroup } from '@/lib/billing/catalog/schema'

/**
 * A user's place on two separate ladders. Staff outrank every plan, but no plan, however expensive,
 * ever satisfies a staff requirement. One flat list would let an enterprise customer into the
 * support tools.
 */
export type LadderPosition = {
  /** The plan's key, from the account row. */
  plan: string
  /** The highest staff group in the verified token; `null` for a customer. */
  staff: string | null
}

type Rung = Pick<Plan, 'key' | 'rank'>

/**
 * Whether a user's plan satisfies a requirement. Fails closed: a plan not in `plans` never does.
 */
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

/** Whether a user's staff group satisfies a requirement. Fails closed, and ignores plans. */
export function reachesStaff(
  { staff }: Pick<LadderPosition, 'staff'>,
  required: string,
  groups: readonly Pick<StaffGroup, 'group' | 'rank'>[],
): boolean {
  const rung = groups.find(({ group }) => group === required)
  const own = groups.find(({ group }) => group === staff)
  return rung !== undefined && own !== undefined && own.rank >= rung.rank
}
