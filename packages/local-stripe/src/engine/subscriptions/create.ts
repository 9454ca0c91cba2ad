import { redeemDiscounts } from '../catalog/discounts'
import { hasCurrency } from '../catalog/price-amount'
import { customerOf } from '../customers/customers'
import { cardError } from '../customers/declines'
import { behaviorOf } from '../customers/payment-methods'
import { finalizeLater } from '../invoices/finalize'
import { isLicensed, itemLines, priceOfItems, trialLine } from '../invoices/lines'
import { DAY } from '../world/calendar'
import { invalid, missing } from '../world/errors'
import { share } from '../world/money'
import { withMetadata } from '../world/params'
import {
  type Invoice,
  type InvoiceLine,
  list,
  type Subscription,
  type SubscriptionItem,
} from '../world/types'
import { emit, find, type World } from '../world/world'
import type { SubscriptionCreate } from './create-params'
import { extraLines } from './extra-item-lines'
import { newItem, periodAt, recurringPrice } from './items'
import { planSubscription, planTrialNotice, saveSubscription } from './save'
import { finalizeNow, subscriptionInvoice } from './subscription-invoice'

/** The payment method of the first payment, if the buyer chose one on a page. */
export interface FirstPayment {
  method?: string
  authenticated?: boolean
}

export function createSubscription(
  world: World,
  params: SubscriptionCreate,
  first: FirstPayment = {},
): Subscription {
  const draft = draftSubscription(world, params)
  const { subscription } = draft
  world.store.subscriptions.put(subscription)
  const lines = firstLines(world, subscription, params)

  emit(world, 'customer.subscription.created', subscription)
  const paid = payFirst(world, subscription, lines, params, first)
  planSubscription(world, paid)
  planTrialNotice(world, paid)
  return paid
}

/** The first invoice of a new subscription, for a preview. The caller rolls it back. */
export function draftFirstInvoice(world: World, params: SubscriptionCreate): Invoice {
  const { subscription } = draftSubscription(world, params)
  world.store.subscriptions.put(subscription)
  const lines = firstLines(world, subscription, params)
  return subscriptionInvoice(world, subscription, lines, 'subscription_create')
}

function draftSubscription(world: World, params: SubscriptionCreate) {
  const customer = customerOf(world, params.customer, 'customer')
  if (!params.items?.length) {
    throw invalid('Missing required param: items.', 'items', 'parameter_missing')
  }
  const prices = params.items.map((item, i) => recurringPrice(world, item, `items[${i}]`))
  const currency = params.currency?.toLowerCase() ?? prices[0]?.currency ?? 'usd'
  for (const price of prices) {
    if (
      !hasCurrency(world, price, currency) ||
      (customer.currency && customer.currency !== currency)
    ) {
      throw invalid(
        `You cannot combine currencies on a single customer. This customer has had a subscription, coupon, or invoice item with currency ${customer.currency ?? currency}`,
        'items',
      )
    }
  }
  if (params.default_payment_method) requireMethod(world, params, params.default_payment_method)
  const sends = params.collection_method === 'send_invoice'
  if (sends && params.days_until_due === undefined) {
    throw invalid(
      'If collection_method is set to send_invoice, days_until_due must be set.',
      'days_until_due',
      'parameter_missing',
    )
  }
  if (!sends && params.days_until_due !== undefined) {
    throw invalid(
      'You can only pass days_until_due if collection_method is set to send_invoice.',
      'days_until_due',
    )
  }
  if (params.payment_behavior === 'pending_if_incomplete') {
    throw invalid(
      'payment_behavior `pending_if_incomplete` is only supported when updating a subscription.',
      'payment_behavior',
    )
  }

  const now = world.clock.seconds()
  const trialEnd = trialEndOf(params, now)
  const anchor = trialEnd ?? params.billing_cycle_anchor ?? now
  if (params.billing_cycle_anchor !== undefined && params.billing_cycle_anchor < now) {
    throw invalid('billing_cycle_anchor cannot be in the past', 'billing_cycle_anchor')
  }
  const id = world.ids.next('sub', 24)
  const items = params.items.map((item, i) => {
    const price = prices[i]
    if (!price) throw new Error('one price for each item')
    const end = anchor > now ? anchor : periodAt(price, anchor, now)
    const owner = { id, customer: customer.id, currency }
    return newItem(world, owner, price, item, { start: now, end }, `items[${i}]`)
  })
  const periodEnds = items.map((item) => item.current_period_end)
  const discounts = redeemDiscounts(
    world,
    params.discounts ?? couponParam(params.coupon),
    { currency, amount: priceOfItems(world, items, currency) },
    { customer: customer.id, subscription: id },
  )
  const cancelAt =
    params.cancel_at === 'min_period_end'
      ? Math.min(...periodEnds)
      : params.cancel_at === 'max_period_end'
        ? Math.max(...periodEnds)
        : (params.cancel_at ?? null)
  const subscription: Subscription = {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: anchor,
    billing_cycle_anchor_config: null,
    billing_mode: {
      flexible:
        params.billing_mode?.type === 'classic' ? null : { proration_discounts: 'included' },
      type: params.billing_mode?.type ?? 'flexible',
    },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: cancelAt,
    cancel_at_period_end: params.cancel_at_period_end ?? false,
    canceled_at: cancelAt || params.cancel_at_period_end ? now : null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: params.collection_method ?? 'charge_automatically',
    created: now,
    currency,
    customer: customer.id,
    customer_account: null,
    days_until_due: params.days_until_due ?? null,
    default_payment_method: params.default_payment_method ?? null,
    default_source: null,
    default_tax_rates: [],
    description: params.description ?? null,
    discounts,
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: list(items, `/v1/subscription_items?subscription=${id}`),
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: withMetadata({}, params.metadata),
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: params.payment_settings?.save_default_payment_method ?? 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: params.backdate_start_date ?? now,
    status: trialEnd ? 'trialing' : sends ? 'active' : 'incomplete',
    test_clock: null,
    transfer_data: null,
    trial_end: trialEnd,
    trial_settings: {
      end_behavior: params.trial_settings?.end_behavior ?? {
        missing_payment_method: 'create_invoice',
        billing_cycle_anchor: null,
      },
    },
    trial_start: trialEnd ? now : null,
  }
  return { subscription }
}

/** The lines of the first invoice: the first period in advance, or its part up to the anchor. */
function firstLines(
  world: World,
  subscription: Subscription,
  params: SubscriptionCreate,
): InvoiceLine[] {
  const now = subscription.created
  const lines = subscription.items.data.flatMap((item) => {
    const period = { start: now, end: item.current_period_end }
    if (subscription.trial_end) return [trialLine(world, subscription, item, period)]
    if (!isLicensed(item)) return itemLines(world, subscription, item, 0, period)
    const full = itemLines(world, subscription, item, item.quantity ?? 1, period)
    if (subscription.billing_cycle_anchor <= now) return full
    if (params.proration_behavior === 'none') return []
    return full.map((line) => partOfPeriod(line, item, subscription.billing_cycle_anchor, now))
  })
  return [...lines, ...extraLines(world, subscription, params.add_invoice_items)]
}

function payFirst(
  world: World,
  subscription: Subscription,
  lines: InvoiceLine[],
  params: SubscriptionCreate,
  first: FirstPayment,
): Subscription {
  if (lines.length === 0) {
    return saveSubscription(
      world,
      subscription,
      subscription.status === 'incomplete' ? { status: 'active' } : {},
      'customer.subscription.updated',
    )
  }
  const start = subscription.created
  const draft = subscriptionInvoice(world, subscription, lines, 'subscription_create', {
    period: { start, end: start },
    withoutEvent: true,
  })
  if (subscription.collection_method === 'send_invoice') {
    finalizeLater(world, draft)
    return subscription
  }
  const collect = params.payment_behavior !== 'default_incomplete'
  const payment = finalizeNow(world, draft, {
    collect,
    method: first.method,
    authenticated: first.authenticated,
    offSession: params.off_session,
  })
  const failed = payment.kind === 'failed' || payment.kind === 'requires_action'
  if (failed && params.payment_behavior === 'error_if_incomplete') {
    throw cardError(
      payment.kind === 'failed'
        ? payment.decline
        : {
            code: 'subscription_payment_intent_requires_action',
            message:
              'Payment for this subscription requires additional user action before it can be completed successfully.',
          },
      {},
      { keepsChanges: false },
    )
  }
  const latest = find(world.store.subscriptions, 'subscription', subscription.id)
  if (latest.status === 'incomplete') {
    world.agenda.plan('expire incomplete', latest.id, (latest.created + 23 * 3600) * 1000)
  }
  return latest
}

function trialEndOf(params: SubscriptionCreate, now: number): number | null {
  const { trial_end, trial_period_days } = params
  if (trial_end !== undefined && trial_period_days !== undefined) {
    throw invalid('You may only specify one of these parameters: trial_end, trial_period_days.')
  }
  if (trial_end === 'now') return null
  const end = trial_end ?? (trial_period_days ? now + trial_period_days * DAY : null)
  if (trial_period_days !== undefined && trial_period_days < 1) {
    throw invalid('Invalid trial_period_days: must be at least 1.', 'trial_period_days')
  }
  if (end !== null && end <= now) {
    throw invalid('The trial_end must be in the future.', 'trial_end')
  }
  if (end !== null && end > now + 730 * DAY) {
    throw invalid('The maximum number of trial period days is 730 (2 years).', 'trial_end')
  }
  return end
}

function requireMethod(world: World, params: { customer: string }, id: string): void {
  const method = world.store.paymentMethods.get(id)
  if (!method || method.customer !== params.customer) {
    throw missing('PaymentMethod', id, 'default_payment_method')
  }
  behaviorOf(world, method)
}

function partOfPeriod(
  line: InvoiceLine,
  item: SubscriptionItem,
  anchor: number,
  now: number,
): InvoiceLine {
  const full = periodAt(item.price, anchor, anchor) - anchor
  const amount = share(line.amount, anchor - now, full)
  return { ...line, amount, subtotal: amount }
}

const couponParam = (coupon: string | undefined) => (coupon ? [{ coupon }] : [])
