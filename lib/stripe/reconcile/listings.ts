import type { PurchaseFact, SubscriptionFact } from '@/lib/billing/access/facts'
import type { Page } from '@/lib/pagination'

/**
 * Everything that Stripe has, a hundred objects per page instead of customer by customer. Pages are
 * read at different times and need not fit together, so a listing is only a hint: `Customers.read`
 * decides. Throws `StaleCursor` if the object that `after` names was deleted.
 */
export type Listings = {
  customers(after: string | null): Promise<Page<ListedCustomer>>
  /** In every status, without `unpaidSince`, which `openInvoices` has. */
  subscriptions(after: string | null): Promise<Page<ListedSubscription>>
  openInvoices(after: string | null): Promise<Page<ListedInvoice>>
  purchases(after: string | null): Promise<Page<ListedPurchase>>
}

/** `owner` is the Cognito `sub` that we wrote on the customer; `null` if it isn't ours. */
export type ListedCustomer = { customerId: string; owner: string | null }
export type ListedSubscription = { customerId: string; fact: SubscriptionFact }
/** `dueAt` is `null` if it is charged and not sent. */
export type ListedInvoice = { subscriptionId: string; unpaidSince: Date; dueAt: Date | null }
export type ListedPurchase = { customerId: string; fact: PurchaseFact }
