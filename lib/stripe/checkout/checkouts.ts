import type { PaymentMethod } from '@/lib/stripe/subscription/subscriptions'

/** What a Checkout session is to sell, to whom, and on which terms. */
export type CheckoutSpec = {
  userId: string
  customerId: string
  plan: string
  interval: string
  lookupKey: string
  /** Lookup keys of the prices that bill usage, in addition to the price itself. */
  meteredPrices?: string[]
  /** The customer's currency; the price's own if it is left out. */
  currency?: string | undefined
  quantity: number
  trialDays: number | null
  /** Stripe's id of a promotion code. */
  promotion?: string | undefined
  /** Taken off a one-time price: the unused rest of a period that was paid for. */
  creditCents?: number
  /** Subscriptions that the buyer agreed to end with this purchase. Written on the payment. */
  ends?: string[]
  /** Whether it is shown inside our own page instead of on Stripe's. */
  isEmbedded?: boolean
  successUrl: string
  cancelUrl: string
}

export type CheckoutSession = {
  id: string
  customerId: string | null
  /** The plan that `open` wrote on it. */
  plan: string | null
  /** Whether it sells a subscription or a one-time purchase. */
  mode: 'subscription' | 'payment'
  status: 'open' | 'complete' | 'expired'
  /** `false` while a bank payment is processing. */
  paid: boolean
  /** Where to pay; `null` once it can't be paid any more. */
  url: string | null
  /** Shows an embedded session inside our page, while it can be paid. */
  clientSecret: string | null
  expiresAt: Date
  /** What was paid; `null` until it is. */
  receipt: CheckoutReceipt | null
}

/** The amount paid at checkout, the payment method, and the URL of Stripe's receipt. */
export type CheckoutReceipt = {
  amountCents: number
  currency: string
  paymentMethod: PaymentMethod | null
  url: string | null
}

/** Stripe's Checkout: the pages on which users buy. */
export type Checkouts = {
  /**
   * Throws `CustomerGone` if the customer was deleted, and `PromotionRefused` if Stripe won't take
   * the code.
   */
  open(spec: CheckoutSpec): Promise<CheckoutSession>
  /** `null` if there is no such session. */
  find(sessionId: string): Promise<CheckoutSession | null>
  /** Expires an open session. `false` if it can't, because it was paid. */
  expire(sessionId: string): Promise<boolean>
  /** What is left of the paid periods of subscriptions, if they all ended now, in `currency`. */
  unusedCents(subscriptionIds: string[], currency: string): Promise<number>
  /** One cheap authenticated call: throws if Stripe can't be reached or refuses our key. */
  ping(): Promise<void>
}
