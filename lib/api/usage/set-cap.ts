import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import type { UsagePorts } from '@/lib/db/usage/ports'
import { AppError } from '@/lib/errors'
import { currentAccount } from '@/lib/sync/current-account'
import { usageRoutes } from './routes'

/** POST /api/usage/cap: sets or removes the caller's own spending cap of a meter. */
export const setCap = (services: MemberServices & UsagePorts) =>
  handle(services, usageRoutes.setUsageCap, async ({ user, body }) => {
    const { meter, mode } = body
    if (!Object.hasOwn(services.rules.catalog.meters, meter)) {
      throw new AppError('not_found', `There is no meter "${meter.slice(0, 128)}".`)
    }
    const { userId } = await currentAccount(services, user)
    const cap = mode === 'off' ? null : { mode, cents: body.cents, setAt: services.now() }
    await services.spendingCaps.set(userId, meter, cap)
    return { meter, cap }
  })
