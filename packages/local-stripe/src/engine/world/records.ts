import type { MetadataChange } from './params'
import type { PaymentIntent, Price, Resource, Subscription } from './types'

/**
 * What a payment method does when it is charged. `checks` fail at once, also when it is only saved;
 * `charges` are refused later, when money is asked for.
 */
export interface CardOnFile extends Resource {
  object: 'card_on_file'
  behavior: CardBehavior
  /** A card that has passed authentication for a customer isn't asked again off session. */
  authenticated: boolean
}

export interface CardBehavior {
  brand: string
  last4: string
  funding?: 'credit' | 'debit' | 'prepaid'
  country?: string
  /** Refused whenever it is used, also when it is only saved. */
  declines?: Decline
  /** Saved without complaint, refused when charged. */
  declinesCharges?: Decline
  /** Asks for 3-D Secure: once, until it is set up for off-session use, or every time. */
  authentication?: 'unless_set_up' | 'always'
  /** Charges succeed and are disputed at once. */
  disputes?: 'fraudulent' | 'product_not_received' | 'inquiry'
  /** Charges succeed, and the card's bank says soon after that they may be fraud. */
  warns?: boolean
  /** A refund that fails later. */
  refundFails?: boolean
  bank?: 'succeeds' | 'fails'
}

export interface Decline {
  code: NonNullable<NonNullable<PaymentIntent['last_payment_error']>['code']>
  decline_code?: string
  message: string
}

/** What a Checkout session will do when it is paid: the part of its creation that it doesn't show. */
export interface PendingCheckout extends Resource {
  object: 'checkout_order'
  items: { price: string; quantity: number }[]
  subscriptionData: CheckoutSubscriptionData | null
  paymentIntentData: {
    metadata?: MetadataChange
    setup_future_usage?: 'off_session' | 'on_session'
    description?: string
  } | null
  discounts: DiscountReference[] | null
  /** A card that waits for its holder to authenticate. */
  pendingAuthentication: { behavior: CardBehavior; buyer: Buyer; saved: string | null } | null
}

/** A session's `subscription_data`, read. */
export interface CheckoutSubscriptionData {
  billing_cycle_anchor?: number
  billing_mode?: { type: 'classic' | 'flexible' }
  description?: string | null
  metadata?: MetadataChange
  proration_behavior?: 'create_prorations' | 'none' | 'always_invoice'
  trial_end?: 'now' | number
  trial_period_days?: number
  trial_settings?: NonNullable<Subscription['trial_settings']>
}

/** What the buyer typed on the page. */
export interface Buyer {
  email?: string
  name?: string
  country?: string
  postalCode?: string
  expMonth?: number
  expYear?: number
}

/** A discount named by its coupon, by a promotion code, or by itself where it is already given. */
export interface DiscountReference {
  coupon?: string
  promotion_code?: string
  discount?: string
}

/** What a quote will sell, which it doesn't show as such: kept by the quote's id. */
export interface QuotedItems extends Resource {
  object: 'quoted_items'
  items: { price: string; quantity: number }[]
  discounts: DiscountReference[] | null
}

/** One report of use, as the API accepted it. */
export interface Usage extends Resource {
  object: 'usage'
  customer: string
  meter: string
  value: number
  timestamp: number
  recordedAt: number
  canceled: boolean
}

export interface Deleted extends Resource {
  deleted: true
}

/** What was last told of a customer's entitlements. */
export interface EntitlementNotes extends Resource {
  keys: string
}

export interface EndpointSecrets extends Resource {
  secrets: { value: string; expiresAt: number | null }[]
}

/** What a price shows only when it is expanded. */
export interface PriceDetails extends Resource {
  tiers: NonNullable<Price['tiers']> | null
  currency_options: NonNullable<Price['currency_options']>
}

/** What a person asked of a customer's payments through the control panel. */
export interface CustomerNotes extends Resource {
  nextPaymentFails: boolean
}

/** The answer that was given to a request with an idempotency key, kept for a day. */
export interface StoredAnswer extends Resource {
  object: 'answered'
  request: string
  requestId: string
  at: number
  status: number
  body: string
}

/** One event on its way to one endpoint. Times are the machine's own, in milliseconds. */
export interface Delivery extends Resource {
  object: 'delivery'
  event: string
  endpoint: string
  state: 'pending' | 'delivered' | 'failed'
  attempts: DeliveryAttempt[]
  nextAttemptAt: number | null
}

export interface DeliveryAttempt {
  at: number
  /** Null when there was no answer at all. */
  status: number | null
  error: string | null
  tookMs: number
  /** The first of what the endpoint answered, for a person to read. */
  answer: string
}
