import type { Account } from '@/lib/db/accounts/accounts'
import { CustomerGone } from '@/lib/stripe/customer/customer-gone'
import type { SyncServices } from './services'

type CustomerServices = Pick<SyncServices, 'accounts' | 'customerOwners' | 'customers'>

export type Customer = Account & { customerId: string }

/**
 * The account with its Stripe customer, which is created when it is first needed. Concurrent calls
 * create only one: Stripe's idempotency key ensures that for a day, and the row's condition for
 * ever.
 */
export async function ensureCustomer(
  services: CustomerServices,
  account: Account,
): Promise<Customer> {
  if (account.customerId) return { ...account, customerId: account.customerId }
  const customerId = await services.customers.create(account)
  if (await services.customerOwners.link(account.userId, customerId)) {
    return { ...account, customerId }
  }
  return linkedMeanwhile(services, account.userId, customerId)
}

/**
 * Runs `act` with a user's customer. If the customer was deleted in Stripe, usually by hand,
 * replaces it and runs `act` again; otherwise the user could never buy anything.
 */
export async function withLiveCustomer<T>(
  services: CustomerServices,
  customer: Customer,
  act: (customer: Customer) => Promise<T>,
): Promise<T> {
  try {
    return await act(customer)
  } catch (error) {
    if (!(error instanceof CustomerGone)) throw error
    return act(await replace(services, customer))
  }
}

async function replace(services: CustomerServices, customer: Customer): Promise<Customer> {
  const gone = customer.customerId
  const customerId = await services.customers.create(customer, gone)
  if (await services.customerOwners.relink(customer.userId, gone, customerId)) {
    return { ...customer, customerId }
  }
  return linkedMeanwhile(services, customer.userId, customerId)
}

async function linkedMeanwhile(
  services: CustomerServices,
  userId: string,
  customerId: string,
): Promise<Customer> {
  const row = await services.accounts.get(userId)
  if (!row?.customerId) throw new Error(`Customer ${customerId} belongs to another account`)
  return { ...row, customerId: row.customerId }
}
