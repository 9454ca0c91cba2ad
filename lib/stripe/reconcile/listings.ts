import type { PurchaseFact, SubscriptionFact } from '@/lib/billing/access/facts'
import type { Page } from '@/lib/page'

/**
 * All that Stripe has, a hundred at a time and not person by person: for whoever compares it with
 * what we remember. Pages of different moments need not fit together, so what they say is a hint,
 * and `Payments.read` the word that counts. Throws `StaleCursor` if what `after` names is there no more.
 */
export type Listings = {
  customers(after: string | null): Promise<Page<ListedCustomer>>
  /** In every status. Without `unpaidSince`, which `openInvoices` knows. */
  subscriptions(after: string | null): Promise<Page<ListedSubscription>>
  openInvoices(after: string | null): Promise<Page<ListedInvoice>>
  purchases(after: string | null): Promise<Page<ListedPurchase>>
}

/** `owner` is the Cognito `sub` written on it when we made it; `null` if it isn't ours. */
export type ListedCustomer = { customerId: string; owner: string | null }
export type ListedSubscription = { customerId: string; fact: SubscriptionFact }
export type ListedInvoice = { subscriptionId: string; unpaidSince: Date }
export type ListedPurchase = { customerId: string; fact: PurchaseFact }
