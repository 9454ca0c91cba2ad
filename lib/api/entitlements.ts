import type { Users } from '@/lib/auth/users'
import { decideAccess } from '@/lib/billing/access'
import type { People } from '@/lib/cognito/people'
import { handle, privateJson } from '@/lib/http'
import type { SyncServices } from '@/lib/sync/sync'
import { currentAccount } from './current-account'

/** GET /api/entitlements: what the person asking may do now, and why. */
export const entitlements = (services: SyncServices & { users: Users; people: People }) =>
  handle(services, async (request) => {
    const token = await services.users.require(request)
    const account = await currentAccount(services, token)
    const {
      nextLookAt: _,
      subscription: __,
      ...access
    } = decideAccess(account.facts, services.rules, services.now())
    return privateJson({
      userId: account.userId,
      ...access,
      usage: {},
      version: account.version,
      updatedAt: account.updatedAt,
    })
  })
