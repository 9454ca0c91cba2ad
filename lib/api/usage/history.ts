import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import type { UsagePorts } from '@/lib/db/usage/ports'
import { AppError } from '@/lib/errors'
import { usageHistory } from '@/lib/sync/usage/usage-history'
import { usageRoutes } from './routes'

/** GET /api/usage/history: what the caller used by day or hour. One query, however long. */
export const history = (services: MemberServices & UsagePorts) =>
  handle(services, usageRoutes.usageHistory, async ({ user, query }) => {
    const { meter, step, from, to = services.now() } = query
    const { meters } = services.rules.catalog
    const described = Object.hasOwn(meters, meter) ? meters[meter] : undefined
    if (!described) throw new AppError('not_found', `There is no meter "${meter.slice(0, 128)}".`)
    if (from > to) throw new AppError('invalid_request', 'from: Send a time before "to".')
    const points = await usageHistory(services, { userId: user.userId, meter }, described, {
      from,
      to,
      step,
    })
    return { meter, aggregation: described.aggregation, step, points }
  })
