import { isStale } from '@/lib/auth/token'
import type { Users } from '@/lib/auth/users'
import { decideAccess } from '@/lib/billing/access'
import { featureGate } from '@/lib/billing/gates'
import type { People } from '@/lib/cognito/people'
import type { Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { handle, privateJson } from '@/lib/http'
import type { SyncServices } from '@/lib/sync/sync'
import { currentAccount } from './current-account'

/**
 * GET /api/features/:feature: whether a feature is open to the person asking; 403 `plan_required`
 * with what would open it. The pattern for every gated endpoint: the row decides, and a token older
 * than the last change of access is sent back to be refreshed.
 */
export const feature = (
  services: SyncServices & {
    users: Users
    people: People
    settings: Pick<Settings, 'APP_URL'>
  },
) =>
  handle(services, async (request, _exchange, { feature }: { feature: string }) => {
    const token = await services.users.require(request)
    if (!Object.hasOwn(services.rules.catalog.features, feature)) {
      throw new AppError('not_found', `No plan has a feature "${feature.slice(0, 60)}".`)
    }
    const account = await currentAccount(services, token)
    const access = decideAccess(account.facts, services.rules, services.now())
    const gate = featureGate(feature, { access, tokenGroups: token.groups, ...services.rules })
    if (gate.kind === 'plan_required') {
      const { requiredPlan, currentPlan } = gate
      if (!requiredPlan) throw new AppError('forbidden', 'No plan opens this.')
      throw new AppError('plan_required', `This needs the plan "${requiredPlan}".`, {
        requiredPlan,
        currentPlan,
        upgradeUrl: `${services.settings.APP_URL}/plans?upgrade=${requiredPlan}`,
      })
    }
    if (isStale(token, account)) {
      throw new AppError('token_stale', 'Your access changed: refresh your token and try again.')
    }
    return privateJson({ feature, open: true })
  })
