import type { Account } from '@/lib/db/accounts/accounts'
import { findSame, type People } from '@/lib/identity/people'
import { ensureAccount } from './account'
import type { SyncServices } from './services'

/**
 * Restores the account of a customer that our table doesn't know. Only the `cognito_sub` that we
 * wrote on the customer in Stripe identifies its user; an email address never does, although
 * Cognito would find a user by it. If two customers name one user, the first one linked stays.
 */
export async function restoreAccount(
  services: SyncServices & { people: People },
  customerId: string,
): Promise<Account | null> {
  const sub = await services.customers.ownerOf(customerId)
  const person = sub && (await findSame(services.people, { userId: sub, username: sub }))
  if (!person) return null
  const account = await ensureAccount(services, person, customerId)
  if (account.customerId === customerId) return account
  if (await services.customerOwners.link(account.userId, customerId)) {
    return { ...account, customerId }
  }
  // Another delivery may have restored it meanwhile.
  const row = await services.accounts.get(account.userId)
  return row?.customerId === customerId ? row : null
}
