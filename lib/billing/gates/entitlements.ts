import type { Access } from '@/lib/billing/access/access'
import type { Catalog, Limit, StaffGroup } from '@/lib/billing/catalog/schema'

/** What a person may do now, their staff groups counted in. Every gate asks this, and nothing else. */
export type Entitlements = {
  plan: string
  features: readonly string[]
  permissions: readonly string[]
  limits: Readonly<Record<string, PublicLimit>>
  /** Their highest staff group, without the prefix; `null` for everybody who isn't staff. */
  staff: string | null
}

/** Which Stripe price bills it is our own business. */
export type PublicLimit = Omit<Limit, 'meteredPrice'>

/** `tokenGroups` come from the verified token, the only place that knows of staff; all else from the row. */
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
  // Staff outrank every plan, so what any plan opens is open to them. What is counted still is: a
  // limit is no rank.
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

/** The highest staff group among a verified token's groups, without the prefix; `null` for a customer. */
export const staffOf = (
  tokenGroups: readonly string[],
  catalog: Catalog,
  groupPrefix: string,
): string | null => staffGroupsOf(tokenGroups, catalog, groupPrefix)[0]?.group ?? null

/** The staff groups among a verified token's groups, the highest first. */
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
