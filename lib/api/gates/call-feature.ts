import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import { type Charge, type MeteredServices, meteredHandler } from '@/lib/api/usage/metered'
import type { Token } from '@/lib/auth/token'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { AppError } from '@/lib/errors'
import { type GateServices, requireFeature } from './require'
import { gateRoutes } from './routes'

/** The features that are an API, and what a call of each counts as. */
const charges: Record<string, Charge> = {
  'api-access': { meter: 'api_calls' },
  // In micro-dollars of what the model costs: 0.37 credits.
  'model-api': { meter: 'credits', quantity: 1_850 },
}

/** What a call of a feature's API counts as; `null` for a feature that has none in this catalog. */
export function chargeOf(feature: string, { features, meters }: Catalog): Charge | null {
  const charge = Object.hasOwn(charges, feature) ? charges[feature] : undefined
  const isSold = Object.hasOwn(features, feature) && charge && Object.hasOwn(meters, charge.meter)
  return isSold ? charge : null
}

/**
 * POST /api/features/:feature/call: an example of an API that is sold. It is gated by its feature and
 * counted by a meter; put your own answer in the place of `answerOf`.
 */
export const callFeature = (services: MemberServices & GateServices & MeteredServices) =>
  handle(services, gateRoutes.callFeature, async (call) => {
    const { feature } = call.params
    const charge = chargeOf(feature, services.rules.catalog)
    if (!charge) {
      throw new AppError('not_found', `The feature "${feature.slice(0, 60)}" has no API.`)
    }
    await requireFeature(services, call.user, feature)
    return meteredHandler(services, charge, async (asked: Asked) => answerOf(feature, asked))(call)
  })

type Asked = { user: Token; requestId: string }

const answerOf = (feature: string, { requestId }: Asked) => ({
  feature,
  answer: 'Vermilion.',
  usageId: requestId,
})
