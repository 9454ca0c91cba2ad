import type { Account } from '@/lib/db/accounts'
import type { SyncServices } from './sync'

/**
 * The account with its Stripe customer, made on first need. Twice at once makes one: Stripe's
 * idempotency key says so for a day, and the table's condition for ever.
 */
export async function customerOf(
  services: Pick<SyncServices, 'accounts' | 'payments'>,
  account: Account,
): Promise<Account & { customerId: string }> {
  if (account.customerId) return { ...account, customerId: account.customerId }
  const customerId = await services.payments.createCustomer(account)
  if (await services.accounts.linkCustomer(account.userId, customerId)) {
    return { ...account, customerId }
  }
  const row = await services.accounts.get(account.userId)
  if (!row?.customerId) throw new Error(`Customer ${customerId} belongs to another account`)
  return { ...row, customerId: row.customerId }
}
