import type { PurchaseFact, SubscriptionFact } from '@/lib/billing/access/facts'

/**
 * Everything Stripe knows of a customer, with lower bounds, on Stripe's clock, of when it was read.
 */
export type StripeFacts = {
  subscriptions: SubscriptionFact[]
  purchases: PurchaseFact[]
  readAt: { subscriptions: Date; purchases: Date | null }
}

/** What the account row shows of a customer. */
export type KnownFacts = Pick<StripeFacts, 'subscriptions' | 'purchases'>

/** Stripe's customers. The ones that we made carry their user's Cognito `sub`. */
export type Customers = {
  /**
   * Idempotent: a user always gets the same customer, and the same replacement for `gone`, a
   * customer that was deleted.
   */
  create(user: { userId: string; email: string | null }, gone?: string | null): Promise<string>
  /** Sets where Stripe sends invoices and receipts. Does nothing if the customer was deleted. */
  changeEmail(customerId: string, email: string): Promise<void>
  /**
   * Finds a user's customer with Stripe's search, which lags by up to a minute: it restores the
   * link of a lost row, and must not decide whether a customer exists.
   */
  find(userId: string): Promise<string | null>
  /** The Cognito `sub` that `create` wrote on a customer; `null` if the customer isn't ours. */
  ownerOf(customerId: string): Promise<string | null>
  /** The customer of a charge; `null` if there is no such charge, or it has no customer. */
  ofCharge(chargeId: string): Promise<string | null>
  /** The currency a customer is billed in; `null` before the first bill. */
  currencyOf(customerId: string): Promise<string | null>
  /**
   * Reads every page of a customer's subscriptions and purchases. A deleted customer has none. Throws
   * for a customer who never existed, because then the API key is that of another Stripe account.
   * Stripe never forgets an object, so anything `known` that the lists omit is fetched by its id.
   */
  read(customerId: string, known?: KnownFacts): Promise<StripeFacts>
}
