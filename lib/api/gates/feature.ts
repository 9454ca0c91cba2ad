import type { Users } from '@/lib/auth/users'
import { AppError } from '@/lib/errors'
import { handle, privateJson } from '@/lib/http'
import { type GateServices, requireFeature } from './require'

/**
 * GET /api/features/:feature: whether a feature is open to the person asking; 403 `plan_required`
 * with what would open it. The pattern for every gated endpoint: docs/gates.md.
 */
export const feature = (services: GateServices & { users: Users }) =>
  handle(services, async (request, _exchange, { feature }: { feature: string }) => {
    const token = await services.users.require(request)
    if (!Object.hasOwn(services.rules.catalog.features, feature)) {
      throw new AppError('not_found', `No plan has a feature "${feature.slice(0, 60)}".`)
    }
    await requireFeature(services, token, feature)
    return privateJson({ feature, open: true })
  })
