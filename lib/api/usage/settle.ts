import { handle } from '@/lib/api/handle'
import { AppError } from '@/lib/errors'
import { commitUsage, releaseUsage, type SettleResult } from '@/lib/sync/usage/settle-usage'
import type { ServiceRouteServices } from './record'
import { usageRoutes } from './routes'

/** POST /api/usage/{id}/commit: counts what was used of a reservation. */
export const commit = (services: ServiceRouteServices) =>
  handle(services, usageRoutes.commitUsage, async ({ user: key, params: { id }, body }) =>
    settled(id, await commitUsage(services, { id, ...body }, key.meters)),
  )

/** POST /api/usage/{id}/release: frees what a reservation holds. */
export const release = (services: ServiceRouteServices) =>
  handle(services, usageRoutes.releaseUsage, async ({ user: key, params: { id }, body }) =>
    settled(id, await releaseUsage(services, { id, ...body }, key.meters)),
  )

function settled(id: string, result: SettleResult) {
  if (result.outcome !== 'refused') return { id, outcome: result.outcome, ...result.state }
  switch (result.code) {
    case 'unknown_id':
      throw new AppError('not_found', 'This user has no reservation with this id.')
    case 'settled':
      throw new AppError('conflict', 'It was released before, or committed with another quantity.')
    case 'limit_reached':
    case 'busy':
      return { id, outcome: result.outcome, code: result.code, ...result.state }
  }
}
