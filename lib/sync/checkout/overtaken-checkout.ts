import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import { isOvertaken } from '@/lib/billing/checkout/overtaken'
import type { Account } from '@/lib/db/accounts/accounts'
import type { StripeFacts } from '@/lib/stripe/customer/customers'
import type { SyncServices } from '@/lib/sync/services'

/**
 * Ends the user's open Checkout session if what it sells can't be bought any more, for example
 * because staff made a subscription in Stripe's dashboard: paid, it would be a second one. One that
 * was paid meanwhile stays as it is. Returns the account without the session.
 */
export async function endOvertakenCheckout(
  { accounts, checkouts, rules, log, now }: SyncServices,
  account: Account,
  { subscriptions, purchases }: StripeFacts,
): Promise<Account> {
  const { checkout, facts, userId } = account
  if (!checkout || checkout.expiresAt <= now()) return account
  const present = ownFacts({ ...facts, subscriptions, purchases }, rules)
  if (!isOvertaken(checkout, present, rules.catalog)) return account
  const { sessionId } = checkout
  try {
    const session = await checkouts.find(sessionId)
    if (session?.status === 'open') await checkouts.expire(sessionId)
  } catch (error) {
    // No reason to withhold access. The row still names the session, so the next sync tries again.
    log.error({ err: error, userId, sessionId }, 'An open checkout could not be ended')
    return account
  }
  const isForgotten = await accounts.swapCheckout(userId, sessionId, null)
  return isForgotten ? { ...account, checkout: null } : account
}
