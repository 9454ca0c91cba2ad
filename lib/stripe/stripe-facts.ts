import type Stripe from 'stripe'
import {
  type PriceFact,
  type PurchaseFact,
  type SubscriptionFact,
  SubscriptionStatus,
} from '@/lib/billing/facts'

/** Stripe's subscription as a fact; `unpaidSince` and the product's plan are read apart. */
export function subscriptionFact(
  subscription: Stripe.Subscription,
  found: { unpaidSince: Date | null; productPlan: (productId: string) => string | null },
): SubscriptionFact {
  const items = subscription.items.data
  const status = SubscriptionStatus.safeParse(subscription.status)
  return {
    id: subscription.id,
    status: status.success ? status.data : 'unknown',
    prices: items.map((item): PriceFact => {
      const { id, lookup_key, nickname, product } = item.price
      return {
        id,
        lookupKey: lookup_key,
        productPlan: found.productPlan(idOf(product)),
        nickname,
      }
    }),
    quantity: items[0]?.quantity ?? 1,
    createdAt: seconds(subscription.created),
    // Items of one subscription may renew at different times: what is paid is what all of them are.
    currentPeriodStart: seconds(Math.max(0, ...items.map((item) => item.current_period_start))),
    currentPeriodEnd: seconds(Math.min(...items.map((item) => item.current_period_end), far)),
    trialStart: maybe(subscription.trial_start),
    trialEnd: maybe(subscription.trial_end),
    cancelAt: endOf(subscription),
    endedAt: maybe(subscription.ended_at),
    unpaidSince: found.unpaidSince,
    ...pauseOf(subscription),
  }
}

/**
 * Only `void` is a pause: nothing is billed, so nothing is open. Stripe's other two ways are how a team
 * gives time away, or collects later, and take nothing from anybody.
 */
export const pauseOf = ({
  pause_collection: pause,
}: Stripe.Subscription): Pick<SubscriptionFact, 'pause'> =>
  pause?.behavior === 'void' ? { pause: { resumesAt: maybe(pause.resumes_at) } } : {}

/** The portal sets only `cancel_at`; older integrations only `cancel_at_period_end`. Both end it. */
function endOf(subscription: Stripe.Subscription): Date | null {
  if (subscription.cancel_at !== null) return seconds(subscription.cancel_at)
  if (!subscription.cancel_at_period_end) return null
  return seconds(Math.min(...subscription.items.data.map((item) => item.current_period_end), far))
}

/** A one-time payment as a fact; `null` for a charge that bought no plan or took no money. */
export function purchaseFact(
  charge: Stripe.Charge,
  disputes: readonly Stripe.Dispute[],
): PurchaseFact | null {
  if (charge.status !== 'succeeded' || !charge.paid || !charge.metadata.plan) return null
  return {
    id: charge.id,
    plan: charge.metadata.plan,
    amountCents: charge.amount_captured,
    currency: charge.currency,
    paidAt: seconds(charge.created),
    amountRefundedCents: charge.amount_refunded,
    dispute: worst(disputes),
  }
}

function worst(disputes: readonly Stripe.Dispute[]): PurchaseFact['dispute'] {
  if (disputes.length === 0) return 'none'
  if (disputes.some((dispute) => dispute.status === 'lost')) return 'lost'
  const closed = ['won', 'warning_closed', 'prevented']
  return disputes.every((dispute) => closed.includes(dispute.status)) ? 'won' : 'open'
}

export const idOf = (reference: string | { id: string }) =>
  typeof reference === 'string' ? reference : reference.id

export const seconds = (unix: number) => new Date(unix * 1000)

const maybe = (unix: number | null) => (unix === null ? null : seconds(unix))

/** The year 2100: a subscription without items has no end of its own. */
const far = 4_102_444_800
