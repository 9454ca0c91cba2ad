import type { Access } from '@/lib/billing/access/access'
import type { Catalog, Limit, StaffGroup } from '@/lib/billing/catalog/schema'

/** What a user may do now, by their plan and staff groups. The only thing that gates ask. */
export type Entitlements = {
  plan: string
  features: readonly string[]
  permissions: readonly string[]
  limits: Readonly<Record<string, PublicLimit>>
  /** The highest staff group, without the prefix; `null` for a customer. */
  staff: string | null
}

/** What was used of a meter in this period. Counts come from `GET /api/entitlements`. */
export type MeterCount = {
  used: number
  reserved: number
  included: number | null
  resetsAt: Date
}

/** A limit without the Stripe price that bills it, which clients don't need. */
export type PublicLimit = Omit<Limit, 'meteredPrice'>

/**
 * Combines the row's access with the staff groups of the verified token. Only the token says who is
 * staff.
 */
export function entitlementsOf(
  access: Pick<Access, 'plan' | 'features' | 'permissions' | 'limits'>,
  tokenGroups: readonly string[],
  { catalog, groupPrefix }: { catalog: Catalog; groupPrefix: string },
): Entitlements {
  const { plan, features, permissions } = access
  const limits = publicLimits(access.limits)
  const staff = staffGroupsOf(tokenGroups, catalog, groupPrefix)
  const [highest] = staff
  if (!highest) return { plan, features, permissions, limits, staff: null }
  // Staff outrank every plan, so they have every plan's features and permissions. Their limits stay
  // those of their own plan.
  return {
    plan,
    features: union([features, ...catalog.plans.map((sold) => sold.features)]),
    permissions: union([permissions, ...[...catalog.plans, ...staff].map(permissionsOf)]),
    limits,
    staff: highest.group,
  }
}

const publicLimits = (limits: Record<string, Limit>): Record<string, PublicLimit> =>
  Object.fromEntries(
    Object.entries(limits).map(([meter, { meteredPrice: _, ...limit }]) => [meter, limit]),
  )

/** The highest staff group in a verified token, without the prefix; `null` for a customer. */
export const staffOf = (
  tokenGroups: readonly string[],
  catalog: Catalog,
  groupPrefix: string,
): string | null => staffGroupsOf(tokenGroups, catalog, groupPrefix)[0]?.group ?? null

/** The staff groups in a verified token, the highest first. */
function staffGroupsOf(
  tokenGroups: readonly string[],
  catalog: Catalog,
  groupPrefix: string,
): StaffGroup[] {
  return catalog.staff
    .filter(({ group }) => tokenGroups.includes(`${groupPrefix}${group}`))
    .sort((a, b) => b.rank - a.rank)
}

const permissionsOf = ({ permissions }: { permissions: readonly string[] }) => permissions

const union = (lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())]
