import type { Account } from '@/lib/db/accounts/accounts'
import type { SyncServices } from './services'

/**
 * A person's new address: where Stripe sends invoices, and then where we write to. In that order, so
 * that what failed half way still looks undone, and is done the next time.
 */
export async function changeEmail(
  { accounts, customers }: Pick<SyncServices, 'accounts' | 'customers'>,
  { userId, customerId, email: seen }: Account,
  email: string,
): Promise<void> {
  if (customerId) await customers.changeEmail(customerId, email)
  await accounts.changeEmail(userId, seen, email)
}
