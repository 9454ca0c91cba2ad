import type Stripe from 'stripe'
import {
  type PriceFact,
  type PurchaseFact,
  type SubscriptionFact,
  SubscriptionStatus,
} from '@/lib/billing/access/facts'
import { type PlanRules, planItem } from '@/lib/billing/access/plan-item'
import { billingFact, itemMoney, type MoneyLookups, type OpenInvoices } from './billing-facts'
import { dateFromUnix, dateOrNull, idOf } from './values'

/** What Stripe has to be asked for separately. */
export type FoundFacts = OpenInvoices & {
  unpaidSince: Date | null
  firstPayment?: SubscriptionFact['firstPayment']
  productPlan: (productId: string) => string | null
  lookups: MoneyLookups
}

/** Stripe's subscription as a fact. */
export function subscriptionFact(
  subscription: Stripe.Subscription,
  found: FoundFacts,
  rules: PlanRules,
): SubscriptionFact {
  const status = SubscriptionStatus.safeParse(subscription.status)
  const items = subscription.items.data.map((item) => ({
    item,
    price: {
      ...priceFact(item, found.productPlan(idOf(item.price.product))),
      ...itemMoney(item, subscription.currency, found.lookups),
    },
  }))
  const plan = planItem(
    items.map(({ item, price }) => ({ ...price, item })),
    rules,
  )
  // Without a plan no item comes before another: the period is the one that all have paid.
  const own = plan.kind === 'none' ? subscription.items.data : [plan.item.item]
  return {
    id: subscription.id,
    status: status.success ? status.data : 'unknown',
    prices: items.map(({ price }) => price),
    // Metered items have no quantity.
    quantity: Math.max(1, ...own.map((item) => item.quantity ?? 1)),
    createdAt: dateFromUnix(subscription.created),
    currentPeriodStart: dateFromUnix(Math.max(0, ...own.map((item) => item.current_period_start))),
    currentPeriodEnd: dateFromUnix(
      Math.min(...own.map((item) => item.current_period_end), farFuture),
    ),
    billing: billingFact(subscription, found),
    trialStart: dateOrNull(subscription.trial_start),
    trialEnd: dateOrNull(subscription.trial_end),
    cancelAt: cancelAtOf(subscription),
    endedAt: dateOrNull(subscription.ended_at),
    unpaidSince: found.unpaidSince,
    ...pauseOf(subscription),
    ...firstPaymentOf(subscription, found.firstPayment),
    ...(subscription.metadata.cognito_sub && { soldHere: true as const }),
    ...(subscription.metadata.ended_for && { endedFor: subscription.metadata.ended_for }),
    ...(isRefusedTrial(subscription) && { trialRefused: true as const }),
    ...(subscription.status === 'canceled' &&
      subscription.cancellation_details?.reason === 'payment_failed' && {
        endedUnpaid: true as const,
      }),
  }
}

export function priceFact(
  { price, quantity }: Pick<Stripe.SubscriptionItem, 'price' | 'quantity'>,
  productPlan: string | null,
): PriceFact {
  const { id, lookup_key: lookupKey, nickname, recurring } = price
  return {
    id,
    lookupKey,
    productPlan,
    nickname,
    ...(recurring?.usage_type === 'metered'
      ? { isMetered: true as const }
      : { quantity: quantity ?? 1 }),
  }
}

/**
 * Only `void` counts as a pause: nothing is billed, so no access is granted. With Stripe's other
 * two behaviors a team gives time away or collects later, and access continues.
 */
export const pauseOf = ({
  pause_collection: pause,
}: Stripe.Subscription): Pick<SubscriptionFact, 'pause'> =>
  pause?.behavior === 'void' ? { pause: { resumesAt: dateOrNull(pause.resumes_at) } } : {}

/**
 * Stripe may call a subscription active while its first bank payment is being processed: then its
 * first invoice is still open. If the payment fails, Stripe voids that invoice and leaves the
 * subscription active. An invoice that is sent to be paid later is open by agreement.
 * https://docs.stripe.com/billing/subscriptions/overview#delayed-payment-confirmation (November 2026)
 */
function firstPaymentOf(
  { status, latest_invoice: invoice, collection_method }: Stripe.Subscription,
  found: SubscriptionFact['firstPayment'],
): Pick<SubscriptionFact, 'firstPayment'> {
  if (found) return { firstPayment: found }
  const isFirst =
    status === 'active' &&
    collection_method === 'charge_automatically' &&
    typeof invoice === 'object' &&
    invoice?.billing_reason === 'subscription_create'
  if (!isFirst) return {}
  if (invoice.status === 'void') return { firstPayment: 'failed' }
  return invoice.status === 'open' ? { firstPayment: 'processing' } : {}
}

const isRefusedTrial = ({ status, cancellation_details }: Stripe.Subscription) =>
  status === 'canceled' && cancellation_details?.comment === trialRefusedComment

/**
 * When a subscription is to end. The portal sets only `cancel_at`, we set only
 * `cancel_at_period_end`.
 */
export function cancelAtOf(subscription: Stripe.Subscription): Date | null {
  if (subscription.cancel_at !== null) return dateFromUnix(subscription.cancel_at)
  if (!subscription.cancel_at_period_end) return null
  return dateFromUnix(
    Math.min(...subscription.items.data.map((item) => item.current_period_end), farFuture),
  )
}

/** A one-time payment as a fact; `null` if the charge bought no plan, or its card was declined. */
export function purchaseFact(
  charge: Stripe.Charge,
  disputes: readonly Stripe.Dispute[],
): PurchaseFact | null {
  const payment = paymentOf(charge)
  if (!charge.metadata.plan || payment === null) return null
  const ends = charge.metadata.ends?.split(',').filter(Boolean) ?? []
  return {
    id: charge.id,
    plan: charge.metadata.plan,
    amountCents: payment === 'paid' ? charge.amount_captured : charge.amount,
    currency: charge.currency,
    paidAt: dateFromUnix(charge.created),
    amountRefundedCents: charge.amount_refunded,
    dispute: worst(disputes),
    ...(payment !== 'paid' && { payment }),
    ...(ends.length > 0 && { endsSubscriptions: ends }),
  }
}

/** Banks take days to accept or refuse. Cards decline at once, and the buyer saw that. */
function paymentOf(charge: Stripe.Charge): 'paid' | 'processing' | 'failed' | null {
  if (charge.status === 'succeeded' && charge.paid) return 'paid'
  if (charge.status === 'pending') return 'processing'
  const isCard = charge.payment_method_details?.type === 'card'
  return charge.status === 'failed' && !isCard ? 'failed' : null
}

/** Inquiries take no money: only disputes count. */
export function worst(disputes: readonly Stripe.Dispute[]): PurchaseFact['dispute'] {
  const real = disputes.filter(({ status }) => !status.startsWith('warning_'))
  if (real.length === 0) return 'none'
  if (real.some(({ status }) => status === 'lost')) return 'lost'
  const closed = ['won', 'prevented']
  return real.every(({ status }) => closed.includes(status)) ? 'won' : 'open'
}

/** Marks a trial that we refused. Staff see it in Stripe, too. */
export const trialRefusedComment = 'Trial refused: this card or address had one before.'

/** The year 2100: a subscription without items has no end of its own. */
const farFuture = 4_102_444_800
