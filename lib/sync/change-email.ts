import type { Account } from '@/lib/db/accounts/accounts'
import type { SyncServices } from './services'

/**
 * Changes a user's e-mail address, first in Stripe and then on the row. After a failure in between
 * the row still has the old address, so the next attempt does both again.
 */
export async function changeEmail(
  { accounts, customers }: Pick<SyncServices, 'accounts' | 'customers'>,
  { userId, customerId, email: seen }: Account,
  email: string,
): Promise<void> {
  if (customerId) await customers.changeEmail(customerId, email)
  await accounts.changeEmail(userId, seen, email)
}
