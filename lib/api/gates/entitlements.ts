import type { Users } from '@/lib/auth/users'
import { decideAccess } from '@/lib/billing/access/access'
import { entitlementsOf } from '@/lib/billing/gates/entitlements'
import { featuresVersion } from '@/lib/billing/gates/features-version'
import { handle, privateJson } from '@/lib/http'
import type { People } from '@/lib/identity/people'
import { currentAccount } from '@/lib/sync/current-account'
import type { SyncServices } from '@/lib/sync/services'

/** GET /api/entitlements: what the person asking may do now, staff groups counted in, and why. */
export const entitlements = (services: SyncServices & { users: Users; people: People }) =>
  handle(services, async (request) => {
    const token = await services.users.require(request)
    const account = await currentAccount(services, token)
    const decided = decideAccess(account.facts, services.rules, services.now())
    const { nextLookAt: _, subscription: __, ...access } = decided
    const holder = entitlementsOf(decided, token.groups, services.rules)
    return privateJson({
      userId: account.userId,
      ...access,
      ...holder,
      featuresVersion: featuresVersion(holder),
      usage: {},
      version: account.version,
      updatedAt: account.updatedAt,
    })
  })
