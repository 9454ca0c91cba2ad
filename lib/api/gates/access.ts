import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import { decideAccess } from '@/lib/billing/access/access'
import { isPaying } from '@/lib/billing/access/paying'
import { entitlementsOf } from '@/lib/billing/gates/entitlements'
import { currentAccount } from '@/lib/sync/current-account'
import { gateRoutes } from './routes'

/** GET /api/access: the caller's plan, status and permissions in one small object. */
export const access = (services: MemberServices) =>
  handle(services, gateRoutes.access, async ({ user }) => {
    const { facts } = await currentAccount(services, user)
    const now = services.now()
    const decided = decideAccess(facts, services.rules, now)
    const { permissions } = entitlementsOf(decided, user.groups, services.rules)
    return {
      plan: decided.plan,
      status: decided.status,
      isPaying: isPaying(facts, services.rules, now),
      permissions,
      groups: decided.groups,
    }
  })
