import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import type { UsagePorts } from '@/lib/db/usage/ports'
import { currentAccount } from '@/lib/sync/current-account'
import { usageView } from '@/lib/sync/usage/usage-view'
import { usageRoutes } from './routes'

/** GET /api/usage: what the caller used in this period, of every meter. */
export const ownUsage = (services: MemberServices & UsagePorts) =>
  handle(services, usageRoutes.ownUsage, async ({ user }) =>
    usageView(services, await currentAccount(services, user)),
  )
