import type { AccessRules } from '@/lib/billing/access/status'
import type { Entitlements } from '@/lib/billing/gates/entitlements'
import { requirementGate } from '@/lib/billing/gates/requirements'
import { tokenGate } from '@/lib/billing/gates/token-gate'
import { pageRequirement } from './page-requirements'
import { refreshedPath, refusalPath } from './paths'
import type { Token } from './token'

/** `refresh`: get tokens until one carries these groups, then go to `path`. */
export type RefreshDecision =
  | { kind: 'leave'; path: string }
  | { kind: 'refresh'; groups: string[]; path: string }

/**
 * Decides what happens to a visitor whose token did not open the page at `path`. The account row
 * already knows the plan that a new token would carry, so a page which the row closes is refused
 * without one. Staff groups are in the token only: those are refreshed once, then judged.
 */
export function decideRefresh(
  path: string,
  visitor: {
    token: Pick<Token, 'groups'>
    access: { groups: string[] }
    entitlements: Entitlements
    isRefreshed: boolean
  },
  rules: Pick<AccessRules, 'catalog' | 'groupPrefix'>,
): RefreshDecision {
  const { pathname } = new URL(path, 'https://tollgate.invalid')
  const requirement = pageRequirement(pathname, rules.catalog)
  if (!requirement || tokenGate(requirement, visitor.token.groups, rules).kind === 'open') {
    return { kind: 'leave', path }
  }
  if (requirement.kind === 'staff' && !visitor.isRefreshed) {
    return { kind: 'refresh', groups: [], path: refreshedPath(path) }
  }
  const gate = requirementGate(requirement, visitor.entitlements, rules.catalog)
  return gate.kind === 'open'
    ? { kind: 'refresh', groups: visitor.access.groups, path }
    : { kind: 'leave', path: refusalPath(gate, path) }
}
