import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import { isSuperseded } from '@/lib/billing/checkout/superseded'
import type { Account } from '@/lib/db/accounts/accounts'
import type { StripeFacts } from '@/lib/stripe/customer/customers'
import type { SyncServices } from '@/lib/sync/services'
import { endCheckout } from './end-checkout'

/**
 * Ends the user's open Checkout session if what it sells can't be bought any more, for example
 * because staff made a subscription in Stripe's dashboard: paid, it would be a second one. One that
 * was paid meanwhile stays as it is. Returns the account without the session.
 */
export async function endSupersededCheckout(
  services: SyncServices,
  account: Account,
  { subscriptions, purchases }: StripeFacts,
): Promise<Account> {
  const { rules, now } = services
  const { checkout, facts } = account
  if (!checkout || checkout.expiresAt <= now()) return account
  const present = ownFacts({ ...facts, subscriptions, purchases }, rules)
  if (!isSuperseded(checkout, present, rules.catalog)) return account
  // If this fails, the sync continues: the user must get their access.
  return (await endCheckout(services, account)) ? { ...account, checkout: null } : account
}
