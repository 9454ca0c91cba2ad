import type { AccessRules } from '@/lib/billing/access/status'
import { defaultPlan, groupName } from '@/lib/billing/catalog/catalog'
import type { Plan } from '@/lib/billing/catalog/schema'
import { entitlementsOf } from './entitlements'
import type { Gate } from './gates'
import { type Requirement, requirementGate } from './requirements'

/**
 * Decides from the groups of a verified token alone, without the account row. Open if the plan of
 * any of these groups opens it, or if the default plan does, which every user has at least. A group
 * that the catalog does not name opens nothing.
 *
 * A token is as old as its last refresh, and the row may have changed since. So a page behind an
 * open gate still asks the row, and a closed gate counts only once the token was refreshed.
 */
export function tokenGate(
  requirement: Requirement,
  tokenGroups: readonly string[],
  { catalog, groupPrefix }: Pick<AccessRules, 'catalog' | 'groupPrefix'>,
): Gate {
  const gateOn = (plan: Plan): Gate => {
    const holder = entitlementsOf({ ...plan, plan: plan.key }, tokenGroups, {
      catalog,
      groupPrefix,
    })
    return requirementGate(requirement, holder, catalog)
  }
  const held = catalog.plans.filter((plan) =>
    tokenGroups.includes(groupName(groupPrefix, plan.group)),
  )
  return held.map(gateOn).find(({ kind }) => kind === 'open') ?? gateOn(defaultPlan(catalog))
}
