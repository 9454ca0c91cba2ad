import { z } from 'zod'
import { Time } from '@/lib/billing/time'

/**
 * What decides access: copies of Stripe's objects, cut down to what matters, and the grants that
 * we keep ourselves. A fact is keyed by its own id, so that meeting it twice changes nothing.
 */
export const PriceFact = z.object({
  id: z.string(),
  lookupKey: z.string().nullable(),
  /** The product's metadata `plan`; read only when the lookup key says nothing. */
  productPlan: z.string().nullable(),
  nickname: z.string().nullable(),
  /** Of its item; none if it is metered, and none on rows of before. */
  quantity: z.int().optional(),
  /** Bills usage, so it has no quantity. Rows of before don't say it. */
  isMetered: z.literal(true).optional(),
})
export type PriceFact = z.infer<typeof PriceFact>

/** Stripe's statuses. Its enum is open; ours is closed, and what we don't know grants nothing. */
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
  /** When it ends, whichever way Stripe says so: `cancel_at`, or the period's end. */
  cancelAt: Time.nullable(),
  endedAt: Time.nullable(),
  /** Start of the earliest period that is still unpaid; set while `past_due`. */
  unpaidSince: Time.nullable(),
  /** While it is paused: nothing is billed. `resumesAt` is when Stripe takes it up by itself. */
  pause: z.object({ resumesAt: Time.nullable() }).optional(),
  /** Nothing was ever paid for it: a bank's payment is on its way, or has bounced. */
  firstPayment: z.enum(['processing', 'failed']).optional(),
  /** The purchase that it ends with, if it was set to: what somebody undid by hand isn't done again. */
  endedFor: z.string().optional(),
  /** A trial that we ended, since its card or its address had had one. */
  trialRefused: z.literal(true).optional(),
  /** Stripe ended it after its last try to collect. */
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
  /** Not paid: a bank's payment is on its way, or has bounced. `paidAt` is when it was sent. */
  payment: z.enum(['processing', 'failed']).optional(),
  /** Subscriptions that the buyer agreed to end with this. */
  endsSubscriptions: z.array(z.string()).optional(),
})
export type PurchaseFact = z.infer<typeof PurchaseFact>

/** Access that comes from no subscription: a person at our end decided it. */
export const Grant = z.object({
  id: z.string(),
  plan: z.string(),
  reason: z.string(),
  startsAt: Time,
  endsAt: Time.nullable(),
  /** A longer trial, until `endsAt`. Any other grant is access like that of a payer. */
  kind: z.literal('trial_extension').optional(),
})
export type Grant = z.infer<typeof Grant>

export const Facts = z.object({
  subscriptions: z.array(SubscriptionFact),
  purchases: z.array(PurchaseFact),
  grants: z.array(Grant),
  /** They had a trial once, whatever has become of the customer or the subscription since. */
  trialUsed: z.literal(true).optional(),
})
export type Facts = z.infer<typeof Facts>

export const noFacts: Facts = { subscriptions: [], purchases: [], grants: [] }
