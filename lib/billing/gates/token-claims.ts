import type { Access } from '@/lib/billing/access/access'
import type { AccessRules } from '@/lib/billing/access/status'
import { managedGroups } from '@/lib/billing/catalog/catalog'
import { entitlementsOf } from './entitlements'
import { featuresVersion } from './features-version'

/** What we put into a token. All values are strings, as a V1 trigger event allows nothing else. */
export type TokenClaims = {
  groups: string[]
  /** Without `permissions` if the user has none. */
  claims: { plan: string; permissions?: string; features_version: string }
}

/**
 * The groups and claims of a user's token. Replaces the managed groups in `cognitoGroups`, which
 * are what Cognito would write, with the decided one. Copies staff groups and groups that we don't
 * manage.
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
      // Cognito doesn't document whether it accepts an empty claim, and a refusal would fail
      // sign-in.
      ...(permissions && { permissions }),
      features_version: featuresVersion(holder),
    },
  }
}

/** Spaces separate the list, as in OAuth's `scope`, so a name with a space would read as two. */
const isOneWord = (permission: string) => /^\S+$/.test(permission)
