import type Stripe from 'stripe'
import type { EventType } from './event-types'

/**
 * Stripe's objects as they are stored and sent: the SDK's types, with every reference as an id and
 * decimals as strings. `http/expand.ts` replaces ids with objects on request.
 */
export type Customer = Wire<Stripe.Customer>
export type Product = Wire<Stripe.Product>
export type Price = Wire<Stripe.Price>
export type Plan = Wire<Stripe.Plan>
export type Subscription = Wire<Stripe.Subscription>
export type SubscriptionItem = Wire<Stripe.SubscriptionItem>
export type Invoice = Wire<Stripe.Invoice>
export type InvoiceLine = Wire<Stripe.InvoiceLineItem>
export type InvoiceItem = Wire<Stripe.InvoiceItem>
export type InvoicePayment = Wire<Stripe.InvoicePayment>
export type PaymentIntent = Wire<Stripe.PaymentIntent>
export type SetupIntent = Wire<Stripe.SetupIntent>
export type Charge = Wire<Stripe.Charge>
export type Mandate = Wire<Stripe.Mandate>
export type PaymentMethod = Wire<Stripe.PaymentMethod>
export type CheckoutSession = Wire<Stripe.Checkout.Session>
export type CheckoutLine = Wire<Stripe.LineItem>
export type PortalSession = Wire<Stripe.BillingPortal.Session>
export type PortalConfiguration = Wire<Stripe.BillingPortal.Configuration>
export type WebhookEndpoint = Wire<Stripe.WebhookEndpoint>
export type Coupon = Wire<Stripe.Coupon>
export type PromotionCode = Wire<Stripe.PromotionCode>
export type Discount = Wire<Stripe.Discount>
export type Refund = Wire<Stripe.Refund>
export type Dispute = Wire<Stripe.Dispute>
export type EarlyFraudWarning = Wire<Stripe.Radar.EarlyFraudWarning>
export type CreditNote = Wire<Stripe.CreditNote>
export type PaymentRecord = Wire<Stripe.PaymentRecord>
export type BalanceTransaction = Wire<Stripe.BalanceTransaction>
export type BalanceEntry = Wire<Stripe.CustomerBalanceTransaction>
export type Meter = Wire<Stripe.Billing.Meter>
export type Schedule = Wire<Stripe.SubscriptionSchedule>
export type Quote = Wire<Stripe.Quote>
export type Feature = Wire<Stripe.Entitlements.Feature>
export type ProductFeature = Wire<Stripe.ProductFeature>
export type TestClock = Wire<Stripe.TestHelpers.TestClock>
export type TaxRate = Wire<Stripe.TaxRate>
export type TaxId = Wire<Stripe.TaxId>
export type Address = Stripe.Address

/** An event as it is stored and sent. It never changes after it happened. */
export interface Event {
  id: string
  object: 'event'
  api_version: string
  created: number
  data: { object: EventObject; previous_attributes?: Record<string, unknown> }
  livemode: false
  pending_webhooks: number
  request: { id: string | null; idempotency_key: string | null }
  type: EventType
}

/** The object of an event. Most are stored objects, some have no id. */
export interface EventObject {
  id?: string
  object: string
}

/** The fields that every stored object has. */
export interface Resource {
  id: string
  object: string
}

export interface List<T> {
  object: 'list'
  data: T[]
  has_more: boolean
  url: string
}

export type Wire<T> = T extends Stripe.Decimal
  ? string
  : T extends Stripe.ApiList<infer Item>
    ? List<Wire<Item>>
    : T extends Array<infer Item>
      ? Field<Item>[]
      : T extends object
        ? { [Key in keyof T]: Field<T[Key]> }
        : T

/**
 * `string | Customer | null` is a reference and becomes `string | null`. Other types are mapped
 * recursively.
 */
type Field<T> = string extends T ? Exclude<T, object> : T extends unknown ? Wire<T> : never

export const list = <T>(data: T[], url: string): List<T> => ({
  object: 'list',
  data,
  has_more: false,
  url,
})
