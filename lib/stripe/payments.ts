import type { PurchaseFact, SubscriptionFact } from '@/lib/billing/access/facts'
import type { Troubles } from './payment-issues'

/** Everything Stripe knows of a customer, and lower bounds of when it said so, on its own clock. */
export type StripeFacts = {
  subscriptions: SubscriptionFact[]
  purchases: PurchaseFact[]
  readAt: { subscriptions: Date; purchases: Date | null }
}

/** What the row shows of a customer. */
export type KnownFacts = Pick<StripeFacts, 'subscriptions' | 'purchases'>

export type CheckoutOrder = {
  userId: string
  customerId: string
  plan: string
  interval: string
  lookupKey: string
  /** Lookup keys of what bills usage, beside the price itself. */
  meteredPrices?: string[]
  /** The customer's, or the price's own if it isn't said. */
  currency?: string | undefined
  quantity: number
  trialDays: number | null
  /** Stripe's id of a promotion code. */
  promotion?: string | undefined
  /** Taken off a one-time price: what is left of a period that was paid for. */
  creditCents?: number
  /** Subscriptions that the buyer agreed to end with this: written on the payment. */
  ends?: string[]
  /** To be shown inside our own page instead of on Stripe's. */
  isEmbedded?: boolean
  successUrl: string
  cancelUrl: string
}

export type CheckoutSession = {
  id: string
  customerId: string | null
  /** What was to be bought, as written by `openCheckout`. */
  plan: string | null
  /** A subscription, or a payment of its own. */
  mode: 'subscription' | 'payment'
  status: 'open' | 'complete' | 'expired'
  /** `unpaid` while a bank payment is on its way. */
  paid: boolean
  /** Where to pay; `null` once it can't be paid any more. */
  url: string | null
  /** What shows it inside our own page, if it was made for that and can still be paid. */
  clientSecret: string | null
  expiresAt: Date
}

/** Somebody deleted the customer in Stripe. Their person needs another. */
export class CustomerGone extends Error {
  constructor(readonly customerId: string) {
    super(`No such customer: ${customerId}`)
    this.name = 'CustomerGone'
  }
}

/** The part of Stripe that Tollgate asks for. */
export type Payments = Troubles & {
  /**
   * Reads everything, page by page. Of a customer that Stripe no longer has nothing is open. What is
   * `known` to be theirs and not listed is asked for by its id: Stripe forgets nothing, so a list
   * without it was no good.
   */
  read(customerId: string, known?: KnownFacts): Promise<StripeFacts>
  /**
   * Idempotent: the same person always gets the same customer, or the same one in place of `gone`,
   * which was deleted.
   */
  createCustomer(
    person: { userId: string; email: string | null },
    gone?: string | null,
  ): Promise<string>
  /** Where Stripe sends invoices and receipts. Of a customer who was deleted nothing is changed. */
  changeEmail(customerId: string, email: string): Promise<void>
  /**
   * The customer that carries a person's `sub`, if one was made: Stripe's search, which lags by up to
   * a minute. For a row that was lost, not for one that was never there.
   */
  findCustomer(userId: string): Promise<string | null>
  /** The Cognito `sub` written on a customer by `createCustomer`; `null` if it isn't ours. */
  customerOwner(customerId: string): Promise<string | null>
  /** Whose charge it is; `null` if there is no such charge, or it is nobody's. */
  customerOfCharge(chargeId: string): Promise<string | null>
  /** What a customer is billed in, once they have been billed at all. */
  currencyOf(customerId: string): Promise<string | null>
  /** Throws `CustomerGone` if the customer was deleted, `PromotionRefused` if the code isn't for them. */
  openCheckout(order: CheckoutOrder): Promise<CheckoutSession>
  /** `null` if there is no such session. */
  checkoutSession(sessionId: string): Promise<CheckoutSession | null>
  /** Ends an open session. `false` if it can't be ended because somebody has paid it. */
  expireCheckout(sessionId: string): Promise<boolean>
  /** Ends a subscription whose first payment never came through, so that it can't any more. */
  cancelIncomplete(subscriptionId: string): Promise<void>
  /** Throws `CustomerGone` if the customer was deleted. */
  openPortal(visit: {
    customerId: string
    returnUrl: string
    flow?: PortalFlow
    subscriptionId?: string
  }): Promise<string>
  /** One cheap authenticated call: throws if Stripe can't be reached or refuses our key. */
  ping(): Promise<void>
}

export const portalFlows = [
  'payment_method_update',
  'subscription_cancel',
  'subscription_update',
] as const
export type PortalFlow = (typeof portalFlows)[number]
