import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import { SubscriptionStatus } from '@/lib/billing/access/facts'
import { planItem, type PlanRules as Rules } from '@/lib/billing/access/plan-item'
import { planOfPrice } from '@/lib/billing/access/price-plan'
import type { Plan } from '@/lib/billing/catalog/schema'
import type { BillingCycle } from '@/lib/billing/subscription/billing-cycle'
import type { RecurringInterval, SubscriptionTerms } from '@/lib/billing/subscription/change'
import { cancelAtOf, pauseOf, priceFact } from '@/lib/stripe/customer/stripe-facts'
import { dateFromUnix, idOf } from '@/lib/stripe/customer/values'
import type { PriceBook } from './price-book'
import type { PaymentMethod, RunningSubscription } from './subscriptions'

/** The expansions for reading a subscription. Stripe allows four levels. */
export const runningExpands = [
  'latest_invoice',
  'schedule',
  'items.data.price.product',
  'discounts',
  'default_payment_method',
  'customer.invoice_settings.default_payment_method',
]

/** Metadata of schedules that users made by changing their plan. Staff made the others. */
export const ownSchedule = { made_by: 'plan_change' }

/**
 * Metadata that a change writes if it makes no invoice, so that `state` and `changeToken` differ.
 */
export const changeMark = 'last_change'

/** Stripe's subscription in the catalog's terms; `null` if it has no item. */
export function toRunning(
  subscription: Stripe.Subscription,
  book: PriceBook,
  rules: Rules,
): RunningSubscription | null {
  const items = subscription.items.data
  const found = baseOf(items, rules)
  const base = found.item ?? items[0]
  if (!base) return null
  const status = SubscriptionStatus.safeParse(subscription.status)
  const invoice = expanded(subscription.latest_invoice)
  return {
    ...termsOf(items, rules),
    planItems: found.kind,
    id: subscription.id,
    customerId: idOf(subscription.customer),
    item: found.kind === 'one' ? { id: found.item.id, priceId: found.item.price.id } : null,
    metered: items
      .filter((item) => !isLicensed(item) && isOfPlan(item, rules))
      .map(({ id, price }) => ({ itemId: id, priceId: price.id, lookupKey: price.lookup_key })),
    status: status.success ? status.data : 'unknown',
    currency: subscription.currency,
    currentPeriodStart: dateFromUnix(base.current_period_start),
    currentPeriodEnd: dateFromUnix(base.current_period_end),
    trialEnd: subscription.trial_end === null ? null : dateFromUnix(subscription.trial_end),
    cancelAt: cancelAtOf(subscription),
    // While a subscription has a schedule, Stripe refuses to remove its end.
    endsWithPeriod:
      subscription.schedule === null &&
      (subscription.cancel_at_period_end ||
        items.some((item) => item.current_period_end === subscription.cancel_at)),
    endsTogether: items.every((item) => item.current_period_end === base.current_period_end),
    // Usage is billed monthly from the same anchor, so a month always ends with the plan's period.
    renewsTogether: items
      .filter((item) => isLicensed(item) || !isOfPlan(item, rules))
      .every((item) => item.current_period_end === base.current_period_end),
    billsOtherUsage: items.some((item) => !isLicensed(item) && !isOfPlan(item, rules)),
    cycle: cycleOf(subscription, base),
    pause: pauseOf(subscription).pause ?? null,
    scheduled: scheduledOf(expanded(subscription.schedule), book, rules),
    scheduleId: subscription.schedule && idOf(subscription.schedule),
    pendingUpdate: subscription.pending_update && {
      ...termsOf(subscription.pending_update.subscription_items ?? items, rules),
      expiresAt: dateFromUnix(subscription.pending_update.expires_at),
    },
    openInvoice:
      invoice?.status === 'open'
        ? { id: invoice.id, url: invoice.hosted_invoice_url ?? null }
        : null,
    byDebit: isDebit(paymentMethodOf(subscription)),
    hasPaymentMethod: hasPaymentMethod(subscription),
    paymentMethod: shownMethod(paymentMethodOf(subscription)),
    endsWithTrial:
      subscription.status === 'trialing' &&
      subscription.trial_settings?.end_behavior.missing_payment_method === 'cancel' &&
      !hasPaymentMethod(subscription),
    isMetered: !items.every(isLicensed),
    byInvoice: subscription.collection_method === 'send_invoice',
    isUnbilled: invoice?.status === 'void' && invoice.billing_reason === 'subscription_cycle',
    discounts: subscription.discounts.map(idOf),
    codes: subscription.discounts.flatMap((discount) =>
      typeof discount === 'object' && discount.promotion_code
        ? [idOf(discount.promotion_code)]
        : [],
    ),
    state: stateOf(subscription),
    changeToken: changeTokenOf(subscription),
  }
}

/** https://docs.stripe.com/payments/bank-debits (November 2026) */
const debits = new Set([
  'acss_debit',
  'au_becs_debit',
  'bacs_debit',
  'nz_bank_account',
  'sepa_debit',
  'us_bank_account',
])

type StripeMethod = Stripe.Subscription['default_payment_method']

/** A subscription's own payment method takes precedence over its customer's. */
function paymentMethodOf({
  default_payment_method: own,
  customer,
}: Stripe.Subscription): StripeMethod {
  if (own) return own
  return typeof customer === 'object' && !customer.deleted
    ? customer.invoice_settings.default_payment_method
    : null
}

const isDebit = (method: StripeMethod): boolean =>
  typeof method === 'object' && method !== null && debits.has(method.type)

/** Returns a payment method for display: a card by its brand, any other method by its type. */
export function shownMethod(method: StripeMethod): PaymentMethod | null {
  if (typeof method !== 'object' || method === null) return null
  const { card, type, us_bank_account: bank, sepa_debit: sepa } = method
  if (card) return { brand: card.brand, last4: card.last4 }
  return { brand: type, last4: bank?.last4 ?? sepa?.last4 ?? null }
}

/** Old customers may have a card that is a source. */
function hasPaymentMethod(subscription: Stripe.Subscription): boolean {
  const { customer, default_source: source } = subscription
  return (
    paymentMethodOf(subscription) !== null ||
    source !== null ||
    (typeof customer === 'object' && !customer.deleted && customer.default_source !== null)
  )
}

const isLicensed = ({ price }: Stripe.SubscriptionItem) => price.recurring?.usage_type !== 'metered'

type Base =
  | { kind: 'one' | 'several'; item: Stripe.SubscriptionItem; plan: Plan | null }
  | { kind: 'none'; item: undefined }

/**
 * The plan's item. A plan that we don't sell any more maps to none: then it is the only licensed
 * item of a subscription, if there is just one.
 */
function baseOf(items: Stripe.SubscriptionItem[], rules: Rules): Base {
  const found = planItem(
    items.map((item) => ({ ...priceFact(item, productPlanOf(item)), item })),
    rules,
  )
  if (found.kind !== 'none') return { kind: found.kind, item: found.item.item, plan: found.plan }
  const [only, ...others] = items.filter(isLicensed)
  return only && others.length === 0
    ? { kind: 'one', item: only, plan: null }
    : { kind: 'none', item: undefined }
}

function termsOf(items: Stripe.SubscriptionItem[], rules: Rules): SubscriptionTerms {
  const base = baseOf(items, rules)
  if (!base.item) return { plan: null, interval: null, quantity: 1 }
  const { price, quantity = 1 } = base.item
  return { plan: base.plan, interval: intervalOf(price.recurring), quantity }
}

const isOfPlan = (item: Stripe.SubscriptionItem, { catalog, pricePlans }: Rules): boolean =>
  planOfPrice(priceFact(item, productPlanOf(item)), catalog, pricePlans) !== undefined

const productPlanOf = ({ price: { product } }: Stripe.SubscriptionItem): string | null =>
  typeof product === 'object' && !product.deleted ? (product.metadata.plan ?? null) : null

function cycleOf(
  { billing_cycle_anchor: anchor, billing_cycle_anchor_config: config }: Stripe.Subscription,
  { price: { recurring } }: Stripe.SubscriptionItem,
): BillingCycle | null {
  const unit = recurring && cycleUnits.find((unit) => unit === recurring.interval)
  if (!unit) return null
  return {
    anchor: dateFromUnix(anchor),
    unit,
    count: recurring.interval_count,
    dayOfMonth: config?.day_of_month,
  }
}

const cycleUnits = ['day', 'week', 'month', 'year'] as const

/** We sell only single months and years. */
function intervalOf(recurring: Stripe.Price.Recurring | null): RecurringInterval | null {
  if (recurring?.interval_count !== 1) return null
  if (recurring.interval === 'year') return 'year'
  return recurring.interval === 'month' ? 'month' : null
}

/** The schedule's first future phase. */
function scheduledOf(
  schedule: Stripe.SubscriptionSchedule | null,
  book: PriceBook,
  { catalog, pricePlans }: Rules,
): RunningSubscription['scheduled'] {
  const end = schedule?.current_phase?.end_date
  const next = schedule?.phases.find((phase) => end !== undefined && phase.start_date >= end)
  if (!schedule || !next) return null
  const keyed = next.items.map((item) => ({ item, lookupKey: book.lookupKeyOf(idOf(item.price)) }))
  const found = keyed.flatMap(({ item, lookupKey }) => {
    const id = idOf(item.price)
    const plan = planOfPrice(
      { id, lookupKey, nickname: null, productPlan: null },
      catalog,
      pricePlans,
    )
    const price = plan?.prices.find((price) => price.lookupKey === lookupKey)
    return plan && price ? [{ plan, price, item }] : []
  })[0]
  return {
    plan: found?.plan ?? null,
    interval: found && found.price.interval !== 'once' ? found.price.interval : null,
    quantity: found?.item.quantity ?? 1,
    at: dateFromUnix(next.start_date),
    own: schedule.metadata?.made_by === ownSchedule.made_by,
  }
}

/**
 * A hash that differs after every change: a change that charges makes an invoice, and every other
 * one writes `changeMark`.
 */
function stateOf(subscription: Stripe.Subscription): string {
  const { id, status, items, latest_invoice, schedule, discounts, metadata } = subscription
  const { trial_end, cancel_at, cancel_at_period_end, pause_collection, pending_update } =
    subscription
  const seen = [
    [id, status, trial_end, cancel_at, cancel_at_period_end, metadata[changeMark] ?? null],
    items.data.map((item) => [item.id, item.price.id, item.quantity ?? null]),
    [latest_invoice && idOf(latest_invoice), schedule && idOf(schedule), discounts.map(idOf)],
    [pause_collection !== null, pending_update?.expires_at ?? null],
  ]
  return createHash('sha256').update(JSON.stringify(seen)).digest('base64url').slice(0, 22)
}

/**
 * A hash of the two values that only exclusive changes alter. Scheduled changes and cancellations
 * come and go, so they are left out.
 */
const changeTokenOf = ({ metadata, latest_invoice }: Stripe.Subscription): string =>
  createHash('sha256')
    .update(JSON.stringify([metadata[changeMark] ?? null, latest_invoice && idOf(latest_invoice)]))
    .digest('base64url')
    .slice(0, 22)

/** An expanded reference: Stripe answers with the object, or with `null`. */
const expanded = <T extends object>(reference: string | T | null): T | null =>
  typeof reference === 'object' ? reference : null
