import type { Account } from '@/lib/db/accounts/accounts'
import type { PaymentMethod } from '@/lib/stripe/subscription/subscriptions'
import { withTimeout } from '@/lib/with-timeout'
import { runningOf, type SubscriptionServices } from './running'

/** The rest of the page is there already. */
const timeoutMs = 1_500

/**
 * What the user's subscription is charged to; `null` if nothing is on file, or if Stripe doesn't answer
 * in time: a page must not wait for a detail.
 */
export async function ownPaymentMethod(
  services: Pick<SubscriptionServices, 'subscriptions' | 'rules' | 'log'>,
  account: Account,
): Promise<PaymentMethod | null> {
  try {
    const running = await withTimeout(runningOf(services, account), timeoutMs)
    return running?.paymentMethod ?? null
  } catch (error) {
    services.log.warn({ err: error, userId: account.userId }, 'A payment method could not be shown')
    return null
  }
}
