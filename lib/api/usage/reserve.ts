import { handle } from '@/lib/api/handle'
import { reserveUsage } from '@/lib/sync/usage/reserve-usage'
import type { ServiceRouteServices } from './record'
import { usageRoutes } from './routes'

/** POST /api/usage/reserve: holds part of a limit. */
export const reserve = (services: ServiceRouteServices) =>
  handle(services, usageRoutes.reserveUsage, async ({ user: key, body }) => {
    const { expiresInSeconds, ...entry } = body
    const until = new Date(services.now().getTime() + expiresInSeconds * 1000)
    const result = await reserveUsage(services, { ...entry, at: null }, until, key.meters)
    const { outcome, state } = result
    return outcome === 'refused'
      ? { id: body.id, outcome, code: result.code, ...state }
      : { id: body.id, outcome, expiresAt: result.until, ...state }
  })
