import { z } from 'zod'
import type { Users } from '@/lib/auth/users'
import { liveSubscriptions } from '@/lib/billing/checkout/order'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { handle, privateJson, readJson } from '@/lib/http'
import type { People } from '@/lib/identity/people'
import { type Portal, portalFlows } from '@/lib/stripe/billing-pages/portal'
import { currentAccount } from '@/lib/sync/current-account'
import { ensureCustomer, withLiveCustomer } from '@/lib/sync/customer'
import type { SyncServices } from '@/lib/sync/services'

const PortalVisit = z.strictObject({ flow: z.enum(portalFlows).optional() })

/** POST /api/portal: sends a signed-in person to Stripe to look after their own billing. */
export const portal = (
  services: SyncServices & {
    users: Users
    people: People
    portal: Portal
    settings: Pick<Settings, 'APP_URL'>
  },
) =>
  handle(services, async (request) => {
    const token = await services.users.require(request)
    const { flow } = await readJson(request, PortalVisit)
    const account = await ensureCustomer(services, await currentAccount(services, token))
    const subscription = subscriptionOf(account)
    if (flow && flow !== 'payment_method_update' && !subscription) {
      throw new AppError('conflict', 'You don’t have a subscription to change.')
    }
    const url = await withLiveCustomer(services, account, ({ customerId }) =>
      services.portal.open({
        customerId,
        returnUrl: `${services.settings.APP_URL}/settings`,
        ...(flow && { flow }),
        ...(subscription && { subscriptionId: subscription.id }),
      }),
    )
    return privateJson({ url })
  })

/** Of two subscriptions, the one that the person's access speaks of. */
function subscriptionOf({ facts, access }: Account) {
  const live = liveSubscriptions(facts)
  return live.find(({ id }) => id === access.subscription?.id) ?? live[0]
}
