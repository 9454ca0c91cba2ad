import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import { decideAccess } from '@/lib/billing/access/access'
import { recordedIn, wholeUnits } from '@/lib/billing/usage/units'
import type { Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { currentAccount } from '@/lib/sync/current-account'
import { recordUsage } from '@/lib/sync/usage/record-usage'
import type { UsageServices } from '@/lib/sync/usage/services'
import { usageRoutes } from './routes'

export type BurstServices = MemberServices &
  UsageServices & { settings: Pick<Settings, 'LOCAL_STACK'> }

const entriesOfMeter = 20
/** The share of what is included that a burst uses, about. */
const share = 0.04

/** POST /api/usage/burst: on the local stack, records what makes the caller's bars move. */
export const recordBurst = (services: BurstServices) =>
  handle(services, usageRoutes.recordBurst, async ({ user, requestId }) => {
    if (!services.settings.LOCAL_STACK) throw new AppError('not_found', 'There is nothing here.')
    const account = await currentAccount(services, user)
    const { limits } = decideAccess(account.facts, services.rules, services.now())
    const { meters } = services.rules.catalog
    const entries = Object.entries(limits).flatMap(([meter, { included }]) => {
      const described = meters[meter]
      if (described?.aggregation !== 'sum') return []
      const each = (recordedIn(included ?? 1_000, described) * share) / entriesOfMeter
      return Array.from({ length: entriesOfMeter }, (_, index) => ({
        userId: user.userId,
        id: `burst-${requestId}-${meter}-${index}`,
        meter,
        quantity: Math.max(1, Math.round(each * (0.5 + Math.random()))),
        at: null,
      }))
    })
    const outcomes = await recordUsage(services, entries, null)
    const recorded = outcomes.filter(({ outcome }) => outcome === 'recorded').length
    const quantities = Object.entries(meters).flatMap(([meter, described]) => {
      const counted = entries.filter(
        (entry, index) => entry.meter === meter && outcomes[index]?.outcome === 'recorded',
      )
      const sum = counted.reduce((total, { quantity }) => total + quantity, 0)
      return sum > 0 ? [{ unit: described.unit, quantity: wholeUnits(sum, described) }] : []
    })
    return { recorded, refused: outcomes.length - recorded, quantities }
  })
