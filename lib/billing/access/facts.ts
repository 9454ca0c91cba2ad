import { z } from 'zod'
import { Time } from '@/lib/billing/time'

/*
 * What decides access: copies of Stripe's objects, reduced to what matters, and our own grants.
 * Each fact has an id of its own, so reading it twice changes nothing.
 */

/** Stripe's. Its enums are open, ours are closed: an unknown value is left out. */
export const CouponDuration = z.enum(['once', 'repeating', 'forever'])
export const BillingInterval = z.enum(['day', 'week', 'month', 'year'])

/** A coupon in use: Stripe's discount, of a whole subscription or of one item. */
export const DiscountFact = z.object({
  couponId: z.string().nullable(),
  /** One of the two is set, unless the coupon is unknown. */
  percentOff: z.number().nullable(),
  amountOffCents: z.int().nullable(),
  /** `once` lowers one invoice, so it is no lower price. */
  duration: CouponDuration.nullable(),
  endsAt: Time.nullable(),
})
export type DiscountFact = z.infer<typeof DiscountFact>

/** An item of a subscription, by its price. */
export const PriceFact = z.object({
  id: z.string(),
  lookupKey: z.string().nullable(),
  /** The product's metadata `plan`. Used only if the lookup key maps to no plan. */
  productPlan: z.string().nullable(),
  nickname: z.string().nullable(),
  /** The item's quantity. Absent if it is metered, and on older rows. */
  quantity: z.int().optional(),
  /** Bills usage, so it has no quantity. Absent on older rows. */
  isMetered: z.literal(true).optional(),
  /**
   * What one costs each time, in the subscription's currency. `null` if that is no single whole
   * number: tiers, packages, fractions of a cent. Absent on older rows.
   */
  amountCents: z.int().nullable().optional(),
  /** It is billed every `intervalCount` intervals. Absent on older rows. */
  interval: BillingInterval.optional(),
  intervalCount: z.int().optional(),
  /** The item's own discounts, if it has any. */
  discounts: z.array(DiscountFact).optional(),
})
export type PriceFact = z.infer<typeof PriceFact>

/** Stripe's statuses. Its enum is open, ours is closed: an unknown status grants nothing. */
export const SubscriptionStatus = z.enum([
  'incomplete',
  'incomplete_expired',
  'trialing',
  'active',
  'past_due',
  'canceled',
  'unpaid',
  'paused',
  'unknown',
])
export type SubscriptionStatus = z.infer<typeof SubscriptionStatus>

/** How a subscription is billed. The money of each item is in its `PriceFact`. */
export const BillingFact = z.object({
  currency: z.string(),
  /** Stripe counts the periods from here. */
  anchor: Time,
  /** Whether a payment method is charged, or an invoice is sent that is to be paid by a date. */
  collectionMethod: z.enum(['charge_automatically', 'send_invoice']),
  /** When the oldest open invoice is due; `null` if none is open, or if it is charged. */
  dueAt: Time.nullable(),
  /** The unpaid amount of its open invoices. Absent if none is open, and on older rows. */
  owedCents: z.int().optional(),
  /** When Stripe retries the payment of the latest open invoice. Absent if never, and on older rows. */
  nextTryAt: Time.optional(),
  /** Its own payment method; `null` if the customer's is used. */
  defaultPaymentMethod: z.string().nullable(),
  /** The discounts on the whole subscription. */
  discounts: z.array(DiscountFact),
})
export type BillingFact = z.infer<typeof BillingFact>

export const SubscriptionFact = z.object({
  id: z.string(),
  status: SubscriptionStatus,
  prices: z.array(PriceFact),
  quantity: z.int(),
  createdAt: Time,
  /** The period of the plan's item: an add-on may renew at another time. */
  currentPeriodStart: Time,
  currentPeriodEnd: Time,
  /** Absent on older rows until `reconcile` or the next event fills it in. */
  billing: BillingFact.optional(),
  trialStart: Time.nullable(),
  trialEnd: Time.nullable(),
  /** Our Checkout created it: its metadata has the user's id. Absent on older rows. */
  soldHere: z.literal(true).optional(),
  /** When it ends: `cancel_at`, or the period's end if it is set to cancel then. */
  cancelAt: Time.nullable(),
  endedAt: Time.nullable(),
  /** Start of the earliest period that is still unpaid; set while `past_due`. */
  unpaidSince: Time.nullable(),
  /** Set while it is paused and not billed. At `resumesAt` Stripe resumes it by itself. */
  pause: z.object({ resumesAt: Time.nullable() }).optional(),
  /** Set if it was never paid for: the first bank payment is processing, or has failed. */
  firstPayment: z.enum(['processing', 'failed']).optional(),
  /** The purchase that already ended it. If staff undo that end, we don't repeat it. */
  endedFor: z.string().optional(),
  /** We ended its trial, because the card or the email address had one before. */
  trialRefused: z.literal(true).optional(),
  /** Stripe ended it after the last retry of a payment. */
  endedUnpaid: z.literal(true).optional(),
})
export type SubscriptionFact = z.infer<typeof SubscriptionFact>

export const PurchaseFact = z.object({
  /** The charge's id. */
  id: z.string(),
  plan: z.string().nullable(),
  amountCents: z.int(),
  currency: z.string(),
  paidAt: Time,
  amountRefundedCents: z.int(),
  dispute: z.enum(['none', 'open', 'won', 'lost']),
  /**
   * Set if it isn't paid: the bank payment is processing, or has failed. `paidAt` is when it
   * started.
   */
  payment: z.enum(['processing', 'failed']).optional(),
  /** Subscriptions that the buyer agreed to replace with this purchase. */
  endsSubscriptions: z.array(z.string()).optional(),
})
export type PurchaseFact = z.infer<typeof PurchaseFact>

/** Access that staff gave, without a subscription or a purchase. */
export const Grant = z.object({
  id: z.string(),
  plan: z.string(),
  reason: z.string(),
  startsAt: Time,
  endsAt: Time.nullable(),
  /** A longer trial, until `endsAt`. Any other grant counts like a paid plan. */
  kind: z.literal('trial_extension').optional(),
})
export type Grant = z.infer<typeof Grant>

export const Facts = z.object({
  subscriptions: z.array(SubscriptionFact),
  purchases: z.array(PurchaseFact),
  grants: z.array(Grant),
  /** They had a trial once. Stays set after the customer or the subscription is deleted. */
  trialUsed: z.literal(true).optional(),
})
export type Facts = z.infer<typeof Facts>

export const noFacts: Facts = { subscriptions: [], purchases: [], grants: [] }
