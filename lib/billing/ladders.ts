import { type Catalog, groupName, type Plan } from './catalog'

/**
 * Two ladders, ranked apart. Staff outrank every plan; no plan, however expensive, ever satisfies
 * a staff requirement. One flat list would let an enterprise customer into the support tools.
 */
export type Standing = {
  /** Rank of the plan's rung, from the account row. */
  planRank: number
  /** Rank of the highest staff group in the verified token; `null` for everybody else. */
  staffRank: number | null
}

export function standing(
  plan: Plan,
  tokenGroups: readonly string[],
  catalog: Catalog,
  groupPrefix: string,
): Standing {
  const ranks = catalog.staff
    .filter((staff) => tokenGroups.includes(groupName(groupPrefix, staff.group)))
    .map((staff) => staff.rank)
  return { planRank: plan.rank, staffRank: ranks.length > 0 ? Math.max(...ranks) : null }
}

/** The highest staff group among a verified token's groups, without the prefix. */
export const staffGroupOf = (
  tokenGroups: readonly string[],
  catalog: Catalog,
  groupPrefix: string,
): string | null =>
  catalog.staff
    .filter((staff) => tokenGroups.includes(groupName(groupPrefix, staff.group)))
    .sort((a, b) => b.rank - a.rank)[0]?.group ?? null

export const reachesPlan = (standing: Standing, required: Plan): boolean =>
  standing.staffRank !== null || standing.planRank >= required.rank

/** Fails closed: a staff group that the catalog doesn't name is reached by nobody. */
export function reachesStaff(standing: Standing, group: string, catalog: Catalog): boolean {
  const required = catalog.staff.find((staff) => staff.group === group)
  return (
    required !== undefined && standing.staffRank !== null && standing.staffRank >= required.rank
  )
}
