import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import { inPortal } from '@/lib/billing/catalog/overage'
import { currentSubscription } from '@/lib/billing/subscription/current'
import type { Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { Portal } from '@/lib/stripe/billing-pages/portal'
import { currentAccount } from '@/lib/sync/current-account'
import { ensureCustomer, withLiveCustomer } from '@/lib/sync/customer'
import { billingPageRoutes } from './routes'

/** POST /api/portal: sends the caller to Stripe's billing portal. */
export const portal = (
  services: MemberServices & { portal: Portal; settings: Pick<Settings, 'APP_URL'> },
) =>
  handle(services, billingPageRoutes.portal, async ({ user, body: { flow } }) => {
    const account = await ensureCustomer(services, await currentAccount(services, user))
    const subscription = currentSubscription(account.facts, account.access, services.rules)
    if (flow && flow !== 'payment_method_update' && !subscription) {
      throw new AppError('conflict', 'You don’t have a subscription to change.')
    }
    const settings = `${services.settings.APP_URL}/settings`
    // What Stripe's portal can't do with these plans, our own page does.
    if (flow && flow !== 'payment_method_update' && !inPortal(services.rules.catalog)[flow]) {
      return { url: `${settings}#subscription` }
    }
    const url = await withLiveCustomer(services, account, ({ customerId }) =>
      services.portal.open({
        customerId,
        returnUrl: settings,
        ...(flow && { flow }),
        ...(subscription && { subscriptionId: subscription.id }),
      }),
    )
    return { url }
  })
