import type { Account } from '@/lib/db/accounts/accounts'
import type { RunningSubscription } from '@/lib/stripe/subscription/subscriptions'
import { withTimeout } from '@/lib/with-timeout'
import { runningOf, type SubscriptionServices } from './running'

/** The rest of the page is there already. */
const timeoutMs = 1_500

/**
 * The user's subscription as Stripe has it, for what the row doesn't know: the payment method, and a
 * change that is scheduled or waits for its payment. `null` if there is none, or if Stripe doesn't
 * answer in time: a page must not wait for a detail.
 */
export async function ownRunning(
  services: Pick<SubscriptionServices, 'subscriptions' | 'rules' | 'log'>,
  account: Account,
): Promise<RunningSubscription | null> {
  try {
    return await withTimeout(runningOf(services, account), timeoutMs)
  } catch (error) {
    services.log.warn({ err: error, userId: account.userId }, 'A subscription could not be read')
    return null
  }
}
