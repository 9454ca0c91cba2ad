import type { Account } from '@/lib/db/accounts/accounts'
import { viewFor } from './answer'
import { runningOf, type SubscriptionServices } from './running'
import type { SubscriptionView } from './view'

export type OwnSubscription =
  | { kind: 'found'; view: SubscriptionView }
  | { kind: 'none' }
  /** Stripe can't be asked; what the row says still holds. */
  | { kind: 'unreachable' }

/** What a page shows of somebody's subscription. It stands also while Stripe doesn't answer. */
export async function ownSubscription(
  services: Pick<SubscriptionServices, 'subscriptions' | 'forecasts' | 'rules' | 'now' | 'log'>,
  account: Account,
): Promise<OwnSubscription> {
  try {
    const view = await viewFor(services, account, await runningOf(services, account))
    return view ? { kind: 'found', view } : { kind: 'none' }
  } catch (error) {
    services.log.warn({ err: error, userId: account.userId }, 'A subscription could not be shown')
    return { kind: 'unreachable' }
  }
}
