import type { Catalog } from '@/lib/billing/catalog/schema'
import type { Entitlements } from './entitlements'
import { featureGate, type Gate, permissionGate, planGate, staffGate } from './gates'

/** What a page needs of its visitor. A page that is open to all has no requirement. */
export type Requirement =
  | { kind: 'signed_in' }
  | { kind: 'feature'; feature: string }
  | { kind: 'plan'; plan: string }
  | { kind: 'permission'; permission: string }
  | { kind: 'staff'; group: string }

/** Asks the gate that a requirement names. */
export function requirementGate(
  requirement: Requirement,
  holder: Entitlements,
  { plans, staff }: Pick<Catalog, 'plans' | 'staff'>,
): Gate {
  switch (requirement.kind) {
    case 'signed_in':
      return { kind: 'open' }
    case 'feature':
      return featureGate(requirement.feature, holder, plans)
    case 'plan':
      return planGate(requirement.plan, holder, plans)
    case 'permission':
      return permissionGate(requirement.permission, holder, plans)
    case 'staff':
      return staffGate(requirement.group, holder, staff)
  }
}
