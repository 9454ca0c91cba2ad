import type { Account } from '@/lib/db/accounts/accounts'
import type { SyncServices } from '@/lib/sync/services'

type EndServices = Pick<SyncServices, 'accounts' | 'checkouts' | 'log'>

/**
 * Expires a user's Checkout session and removes it from their row. A session that was paid meanwhile
 * stays as it is. Returns whether it was removed. A failure is only logged: the row still names the
 * session, so the next caller tries again.
 */
export async function endCheckout(
  { accounts, checkouts, log }: EndServices,
  { userId, checkout }: Pick<Account, 'userId' | 'checkout'>,
): Promise<boolean> {
  if (!checkout) return false
  const { sessionId } = checkout
  try {
    const session = await checkouts.find(sessionId)
    if (session?.status === 'open') await checkouts.expire(sessionId)
    return await accounts.swapCheckout(userId, sessionId, null)
  } catch (error) {
    log.error({ err: error, userId, sessionId }, 'An open checkout could not be ended')
    return false
  }
}

/** Ends the open checkout of a user who is disabled or deleted in Cognito and would pay for nothing. */
export async function endAbsentUsersCheckout(
  services: EndServices & Pick<SyncServices, 'now'>,
  account: Pick<Account, 'userId' | 'checkout'> | null,
): Promise<void> {
  if (!account?.checkout || account.checkout.expiresAt <= services.now()) return
  if (await endCheckout(services, account)) {
    const { userId } = account
    services.log.warn({ userId }, 'The open checkout of a disabled or deleted user was ended')
  }
}
