import { z } from 'zod'
import { Time } from '@/lib/billing/time'

/**
 * What decides access: copies of Stripe's objects, reduced to what matters, and our own grants.
 * Each fact has an id of its own, so reading it twice changes nothing.
 */
export const PriceFact = z.object({
  id: z.string(),
  lookupKey: z.string().nullable(),
  /** The product's metadata `plan`. Used only if the lookup key maps to no plan. */
  productPlan: z.string().nullable(),
  nickname: z.string().nullable(),
  /** Of its item; none if it is metered, and none on rows of before. */
  quantity: z.int().optional(),
  /** Bills usage, so it has no quantity. Rows of before don't say it. */
  isMetered: z.literal(true).optional(),
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

export const SubscriptionFact = z.object({
  id: z.string(),
  status: SubscriptionStatus,
  prices: z.array(PriceFact),
  quantity: z.int(),
  createdAt: Time,
  currentPeriodStart: Time,
  currentPeriodEnd: Time,
  trialStart: Time.nullable(),
  trialEnd: Time.nullable(),
  /** Our Checkout made it: its metadata says for which user. Rows of before don't say it. */
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
  /** The purchase that already ended it. If staff undo that end by hand, it isn't repeated. */
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
