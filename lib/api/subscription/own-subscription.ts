import type { Account } from '@/lib/db/accounts/accounts'
import { withTimeout } from '@/lib/with-timeout'
import { viewFor } from './answer'
import { runningOf, type SubscriptionServices } from './running'
import type { SubscriptionView } from './schemas'

export type OwnSubscription =
  | { kind: 'found'; view: SubscriptionView }
  | { kind: 'none' }
  /** Stripe doesn't answer. What the row says still holds. */
  | { kind: 'unreachable' }

/** The rest of the page is there already, and says what the row knows. */
const timeoutMs = 3_000

/** What a page shows of a user's subscription. It works while Stripe doesn't answer, too. */
export async function ownSubscription(
  services: Pick<SubscriptionServices, 'subscriptions' | 'forecasts' | 'rules' | 'now' | 'log'>,
  account: Account,
): Promise<OwnSubscription> {
  try {
    const read = async () => viewFor(services, account, await runningOf(services, account))
    const view = await withTimeout(read(), timeoutMs)
    return view ? { kind: 'found', view } : { kind: 'none' }
  } catch (error) {
    services.log.warn({ err: error, userId: account.userId }, 'A subscription could not be shown')
    return { kind: 'unreachable' }
  }
}
