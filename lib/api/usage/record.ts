import { type HandlerServices, handle } from '@/lib/api/handle'
import type { Settings } from '@/lib/env'
import { recordUsage } from '@/lib/sync/usage/record-usage'
import type { UsageServices } from '@/lib/sync/usage/services'
import { usageRoutes } from './routes'

export type ServiceRouteServices = UsageServices &
  HandlerServices & { settings: Pick<Settings, 'SERVICE_KEYS'> }

/** POST /api/usage: counts one entry or a batch, and says what came of each. */
export const record = (services: ServiceRouteServices) =>
  handle(services, usageRoutes.recordUsage, async ({ user: key, body }) => {
    const sent = Array.isArray(body) ? body : [body]
    const entries = sent.map(({ at = null, ...entry }) => ({ ...entry, at }))
    const outcomes = await recordUsage(services, entries, key.meters)
    return {
      results: outcomes.map(({ entry, state, ...outcome }) => ({
        id: entry.id,
        userId: entry.userId,
        ...outcome,
        ...state,
      })),
    }
  })
