import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import { historyOf } from '@/lib/billing/usage/history-points'
import type { UsagePorts } from '@/lib/db/usage/ports'
import { AppError } from '@/lib/errors'
import { usageRoutes } from './routes'

/** No period is longer, so the one that `from` is in began after that. */
const longestMs = 31 * 86_400_000

/** GET /api/usage/history: what the caller used by day or hour. One query, however long. */
export const history = (services: MemberServices & UsagePorts) =>
  handle(services, usageRoutes.usageHistory, async ({ user, query }) => {
    const { meter, step, from, to = services.now() } = query
    const { meters } = services.rules.catalog
    const described = Object.hasOwn(meters, meter) ? meters[meter] : undefined
    if (!described) throw new AppError('not_found', `There is no meter "${meter.slice(0, 128)}".`)
    if (from > to) throw new AppError('invalid_request', 'from: Send a time before "to".')
    const { aggregation } = described
    const counters = await services.usageCounters.list({
      userId: user.userId,
      meter,
      from: new Date(from.getTime() - longestMs),
      to,
    })
    return {
      meter,
      aggregation,
      step,
      points: historyOf(counters, aggregation, { from, to, step }),
    }
  })
