import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import { AppError } from '@/lib/errors'
import { type GateServices, requireFeature } from './require'
import { gateRoutes } from './routes'

/**
 * GET /api/features/:feature: whether a feature is open to the caller; 403 `plan_required` with what
 * would open it. The pattern for every gated endpoint: docs/gates.md.
 */
export const feature = (services: MemberServices & GateServices) =>
  handle(services, gateRoutes.feature, async ({ user, params: { feature } }) => {
    if (!Object.hasOwn(services.rules.catalog.features, feature)) {
      throw new AppError('not_found', `No plan has a feature "${feature.slice(0, 60)}".`)
    }
    await requireFeature(services, user, feature)
    return { feature, open: true as const }
  })
