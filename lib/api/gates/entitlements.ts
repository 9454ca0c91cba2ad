import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import { decideAccess } from '@/lib/billing/access/access'
import { entitlementsOf } from '@/lib/billing/gates/entitlements'
import { featuresVersion } from '@/lib/billing/gates/features-version'
import type { UsagePorts } from '@/lib/db/usage/ports'
import { currentAccount } from '@/lib/sync/current-account'
import { currentUsage, meterCounts } from '@/lib/sync/usage/read-usage'
import { gateRoutes } from './routes'

/** GET /api/entitlements: what the caller may do now, staff groups included, and why. */
export const entitlements = (services: MemberServices & Pick<UsagePorts, 'usageCounters'>) =>
  handle(services, gateRoutes.entitlements, async ({ user }) => {
    const account = await currentAccount(services, user)
    const decided = decideAccess(account.facts, services.rules, services.now())
    const { nextLookAt: _, subscription: __, ...access } = decided
    const holder = entitlementsOf(decided, user.groups, services.rules)
    const meters = Object.keys(holder.limits)
    return {
      userId: account.userId,
      ...access,
      ...holder,
      bankPayment: decided.bankPayment ?? null,
      invoiceDueAt: decided.invoiceDueAt ?? null,
      featuresVersion: featuresVersion(holder),
      usage: meterCounts(
        await currentUsage(services, account, meters),
        holder.limits,
        services.rules.catalog,
      ),
      version: account.version,
      updatedAt: account.updatedAt,
    }
  })
