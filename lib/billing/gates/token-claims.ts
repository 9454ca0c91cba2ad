import type { Access } from '@/lib/billing/access/access'
import type { AccessRules } from '@/lib/billing/access/status'
import { managedGroups } from '@/lib/billing/catalog/catalog'
import { entitlementsOf } from './entitlements'
import { featuresVersion } from './features-version'

/** What a token says of its owner. All strings: a claim of a V1 event can be nothing else. */
export type TokenClaims = {
  groups: string[]
  /** No `permissions` where there are none. */
  claims: { plan: string; permissions?: string; features_version: string }
}

/**
 * `cognitoGroups` are those that Cognito would write. Of the managed ones exactly the decided one
 * stays; staff groups, and groups that aren't ours, are copied.
 */
export function tokenClaims(
  cognitoGroups: readonly string[],
  access: Access,
  rules: AccessRules,
): TokenClaims {
  const managed = managedGroups(rules.catalog, rules.groupPrefix)
  const others = cognitoGroups.filter((group) => !managed.includes(group))
  const holder = entitlementsOf(access, cognitoGroups, rules)
  const permissions = holder.permissions.filter(isOneWord).join(' ')
  return {
    groups: [...others, ...access.groups],
    claims: {
      plan: access.plan,
      // Whether Cognito takes an empty claim is written nowhere, and a sign-in is not the place to ask.
      ...(permissions && { permissions }),
      features_version: featuresVersion(holder),
    },
  }
}

/** Spaces divide the list, as in OAuth's `scope`: a name with one in it would read as two permissions. */
const isOneWord = (permission: string) => /^\S+$/.test(permission)
