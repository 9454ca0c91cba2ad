import type { MetadataChange } from './params'
import type { PaymentIntent, Price, Resource, Subscription, TaxRate } from './types'

/** How a payment method behaves when it is saved or charged. The API never shows it. */
export interface CardOnFile extends Resource {
  object: 'card_on_file'
  behavior: CardBehavior
  /**
   * Whether the card was authenticated for its customer. If so, off-session charges need no 3-D
   * Secure.
   */
  authenticated: boolean
  /** Whether it paid without being attached to a customer, or was detached: it can't be used again. */
  spent?: boolean
  /** Whether it is a bank account that needs microdeposits before it is used. */
  unverified?: boolean
}

export interface CardBehavior {
  brand: string
  last4: string
  funding?: 'credit' | 'debit' | 'prepaid'
  country?: string
  /** Declined whenever it is used, even when it is only saved. */
  declines?: Decline
  /** Can be saved, but is declined when charged. */
  declinesCharges?: Decline
  /** Requires 3-D Secure: until it is set up for off-session use, or every time. */
  authentication?: 'unless_set_up' | 'always'
  /** Charges succeed and are disputed immediately. */
  disputes?: 'fraudulent' | 'product_not_received' | 'inquiry'
  /** Charges succeed, and an early fraud warning follows. */
  warns?: boolean
  /** Refunds fail a moment later. */
  refundFails?: boolean
  bank?: 'succeeds' | 'fails'
}

export interface Decline {
  code: NonNullable<NonNullable<PaymentIntent['last_payment_error']>['code']>
  decline_code?: string
  message: string
}

/**
 * What a Checkout session does when it is paid: the parameters of its creation that the session
 * itself doesn't show.
 */
export interface PendingCheckout extends Resource {
  object: 'checkout_order'
  items: {
    price: string
    quantity: number
    /** How far the buyer can change the quantity. */
    adjustable: { enabled: boolean; minimum: number; maximum: number } | null
  }[]
  subscriptionData: CheckoutSubscriptionData | null
  paymentIntentData: {
    capture_method?: 'automatic' | 'automatic_async' | 'manual'
    metadata?: MetadataChange
    receipt_email?: string
    setup_future_usage?: 'off_session' | 'on_session'
    shipping?: NonNullable<PaymentIntent['shipping']>
    statement_descriptor?: string
    statement_descriptor_suffix?: string
    description?: string
  } | null
  discounts: DiscountReference[] | null
  tax?: CheckoutTax | null
  /** The card payment that waits for 3-D Secure. */
  pendingAuthentication: { behavior: CardBehavior; buyer: Buyer; saved: string | null } | null
}

/** What a Checkout session says about tax. */
export interface CheckoutTax {
  automatic: boolean
  /** The tax rates of each item. Dynamic ones apply to buyers in their country. */
  items: { rates: string[]; dynamicRates: string[] }[]
  /** Whether the buyer's country becomes the address of the customer. */
  savesAddress: boolean
  /** The buyer's country, once it is known. */
  country: string | null
}

/** The parsed `subscription_data` of a Checkout session. */
export interface CheckoutSubscriptionData {
  billing_cycle_anchor?: number
  billing_mode?: { type: 'classic' | 'flexible' }
  default_tax_rates?: string[] | null
  description?: string | null
  metadata?: MetadataChange
  proration_behavior?: 'create_prorations' | 'none'
  trial_end?: number
  trial_period_days?: number
  trial_settings?: NonNullable<Subscription['trial_settings']>
}

/** What the buyer entered on the page. */
export interface Buyer {
  /** The answers to the custom fields, by key. */
  customFields?: Record<string, string>
  acceptsTerms?: boolean
  acceptsPromotions?: boolean
  email?: string
  name?: string
  country?: string
  postalCode?: string
  expMonth?: number
  expYear?: number
}

/** A coupon, a promotion code or an existing discount, by id. */
export interface DiscountReference {
  coupon?: string
  promotion_code?: string
  discount?: string
}

export interface QuotedItem {
  /** The ids of the line items that show it: of the quote, and of its first invoice. */
  id: string
  upfrontId: string
  price: string
  quantity: number
  /** What the item is discounted by, to be redeemed at acceptance. */
  discounts: DiscountReference[]
  /** The same as discount objects, which the quote shows. */
  discountIds: string[]
  /** The tax rates of the item. Without any, it has the defaults of the quote. */
  taxRates?: string[]
}

/** The items of a quote, under the quote's id. The quote itself doesn't show them. */
export interface QuotedItems extends Resource {
  object: 'quoted_items'
  items: QuotedItem[]
  discounts: DiscountReference[] | null
}

/** One reported meter event. */
export interface Usage extends Resource {
  object: 'usage'
  customer: string
  meter: string
  /** A decimal, negative for a correction. */
  value: string
  timestamp: number
  recordedAt: number
  canceled: boolean
  /** The subscription items that billed it before their period was over. */
  billedTo: string[]
}

/** Until when the usage of a subscription item is billed, if that is within its period. */
export interface BilledUsage extends Resource {
  object: 'billed_usage'
  until: number
}

/** A meter event that was accepted and can't be billed, until it is reported. */
export interface MeterError extends Resource {
  object: 'meter_error'
  /** The meter, or `none`. */
  about: string
  at: number
  code: string
  error_message: string
  identifier: string
}

/** A report of such events, as the API shows it. */
export interface MeterErrorReport extends Resource {
  object: 'v2.core.event'
  type: 'v1.billing.meter.error_report_triggered' | 'v1.billing.meter.no_meter_found'
  created: string
  livemode: false
  related_object: { id: string; type: string; url: string } | null
  data: object
}

/** How the payment of an invoice resumes a paused subscription, under the invoice's id. */
export interface Resumption extends Resource {
  object: 'resumption'
  behavior: 'resume_on_payment_attempt' | 'resume_on_payment_success'
}

export interface Deleted extends Resource {
  deleted: true
}

/** The tax that `automatic_tax` calculates for customers in a country. */
export interface CountryTax {
  percentage: number
  /** The percentage for products with these tax codes. */
  taxCodes?: Record<string, number>
  /** `Tax` if not given. */
  displayName?: string
  /** `vat`, `gst`, `sales_tax`, … */
  taxType?: NonNullable<TaxRate['tax_type']>
}

/** A country's tax that was changed at run time. Null if it was removed. */
export interface CountryTaxRecord extends Resource {
  object: 'country_tax'
  tax: CountryTax | null
}

/** The tax rate that was made for a country, a percentage and a behavior. */
export interface AutomaticRate extends Resource {
  object: 'automatic_rate'
  key: string
}

/** The tax behavior and tax code of an invoice item. The API doesn't show them. */
export interface ItemTaxTerms extends Resource {
  object: 'item_tax_terms'
  behavior: string | null
  code: string | null
}

/** The lookup keys in the last entitlement summary event of a customer, to send only changes. */
export interface EntitlementNotes extends Resource {
  keys: string
}

export interface EndpointSecrets extends Resource {
  secrets: { value: string; expiresAt: number | null }[]
}

/** The fields of a price that are shown only when expanded. */
export interface PriceDetails extends Resource {
  tiers: NonNullable<Price['tiers']> | null
  currency_options: NonNullable<Price['currency_options']>
}

/** Settings of the control panel for a customer. */
export interface CustomerNotes extends Resource {
  nextPaymentFails: boolean
}

/** The answer to a request with an idempotency key, kept for a day. */
export interface StoredAnswer extends Resource {
  object: 'answered'
  request: string
  requestId: string
  at: number
  status: number
  body: string
}

/** The delivery of one event to one endpoint. Times are machine time, in milliseconds. */
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
  /** Null if there was no response. */
  status: number | null
  error: string | null
  tookMs: number
  /** The beginning of the response body, to show in the panel. */
  answer: string
}
