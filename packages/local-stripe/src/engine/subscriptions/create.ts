import { olderDiscounts } from '../catalog/discount-params'
import { redeemDiscounts } from '../catalog/discounts'
import { hasCurrency } from '../catalog/price-amount'
import { requireOneCurrency } from '../customers/billing-currency'
import { customerOf } from '../customers/customers'
import { cardError } from '../customers/declines'
import { methodFor } from '../customers/default-method'
import { behaviorOf } from '../customers/payment-methods/behavior'
import { finalizeLater } from '../invoices/finalize'
import { NO_INVOICE_SETTINGS, withInvoiceSettings } from '../invoices/invoice-settings'
import { priceOfItems } from '../invoices/lines'
import { checkAutomaticTax, subscriptionTax } from '../tax/automatic-tax'
import { taxRatesFrom } from '../tax/rates-param'
import { invalid, missing } from '../world/errors'
import { withMetadata } from '../world/params'
import { type Invoice, type InvoiceLine, list, type Subscription } from '../world/types'
import { emit, find, type World } from '../world/world'
import { timingOf } from './billing-anchor'
import type { SubscriptionCreate } from './create-params'
import { firstLines } from './first-lines'
import { newItem, recurringPrice } from './items'
import { withPendingSetup } from './pending-setup'
import { checkIntervals, cutAt, naturalPeriod } from './periods'
import { planSubscription, planTrialNotice, saveSubscription } from './save'
import { finalizeNow, subscriptionInvoice } from './subscription-invoice'

/** The payment method of the first payment, if the buyer chose one on a page. */
export interface FirstPayment {
  method?: string
  authenticated?: boolean
  /** For a schedule: the invoice is a draft for an hour first, and is retried if it isn't paid. */
  behavesLikeRenewal?: boolean
  /** Refuses a subscription that has to be charged at once and has no payment method, as the API does. */
  demandsMethod?: boolean
}

export function createSubscription(
  world: World,
  params: SubscriptionCreate,
  first: FirstPayment = {},
): Subscription {
  const draft = draftSubscription(world, params, first)
  world.store.subscriptions.put(draft.subscription)
  const lines = firstLines(world, draft.subscription, params)
  const isIncomplete = params.payment_behavior === 'default_incomplete'
  const subscription = first.authenticated
    ? draft.subscription
    : withPendingSetup(world, draft.subscription, lines, isIncomplete)

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

function draftSubscription(world: World, params: SubscriptionCreate, first: FirstPayment = {}) {
  const customer = customerOf(world, params.customer, 'customer')
  if (!params.items?.length) {
    throw invalid('Missing required param: items.', 'items', 'parameter_missing')
  }
  const prices = params.items.map((item, i) => recurringPrice(world, item, `items[${i}]`))
  const currency = params.currency?.toLowerCase() ?? prices[0]?.currency ?? 'usd'
  for (const price of prices) {
    if (hasCurrency(world, price, currency)) continue
    throw invalid(
      `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${currency}\`.`,
      'items',
    )
  }
  requireOneCurrency(world, customer.id, currency, { param: 'items' })
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
  const { start, trialEnd, anchor } = timingOf(params, prices, now)
  const id = world.ids.next('sub', 24)
  const items = params.items.map((item, i) => {
    const price = prices[i]
    if (!price) throw new Error('one price for each item')
    const owner = { id, customer: customer.id, currency }
    const around = naturalPeriod(price, anchor, now)
    const natural = trialEnd
      ? { start: now, end: trialEnd }
      : { start: Math.max(around.start, start), end: around.end }
    const cancelAt = typeof params.cancel_at === 'number' && !trialEnd ? params.cancel_at : null
    return newItem(world, owner, price, item, cutAt(natural, cancelAt), `items[${i}]`)
  })
  checkIntervals(params.billing_mode?.type ?? 'flexible', items)
  const periodEnds = items.map((item) => item.current_period_end)
  const discounts = redeemDiscounts(
    world,
    params.discounts ?? olderDiscounts(params),
    { currency, amount: priceOfItems(world, items, currency) },
    { customer: customer.id, subscription: id, start },
  )
  const defaultTaxRates = taxRatesFrom(world, params.default_tax_rates, 'default_tax_rates')
  const isTaxAutomatic = params.automatic_tax?.enabled ?? false
  checkAutomaticTax(isTaxAutomatic, customer, {
    default_tax_rates: defaultTaxRates,
    items: items.map((item) => item.tax_rates),
  })
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
    automatic_tax: subscriptionTax(isTaxAutomatic),
    billing_cycle_anchor: anchor,
    billing_cycle_anchor_config: anchorConfigOf(params.billing_cycle_anchor_config, now),
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
    default_tax_rates: defaultTaxRates,
    description: params.description ?? null,
    discounts,
    ended_at: null,
    invoice_settings: withInvoiceSettings(
      { account_tax_ids: null, ...NO_INVOICE_SETTINGS, issuer: { type: 'self' } },
      params.invoice_settings,
    ),
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
      payment_method_types: typesOf(params.payment_settings?.payment_method_types),
      save_default_payment_method: params.payment_settings?.save_default_payment_method ?? 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: start,
    status: trialEnd ? 'trialing' : sends || first.behavesLikeRenewal ? 'active' : 'incomplete',
    test_clock: world.agenda.testClock,
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
  const waits = subscription.collection_method === 'send_invoice' || first.behavesLikeRenewal
  const draft = subscriptionInvoice(world, subscription, lines, 'subscription_create', {
    period: { start, end: start },
    withoutEvent: true,
    given: { auto_advance: waits === true },
  })
  if (waits) {
    finalizeLater(world, draft)
    return find(world.store.subscriptions, 'subscription', subscription.id)
  }
  const collect = params.payment_behavior !== 'default_incomplete'
  if (collect && first.demandsMethod && draft.amount_due > 0) requireMethodFor(world, subscription)
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

function requireMethodFor(world: World, subscription: Subscription): void {
  if (methodFor(world, subscription)) return
  throw invalid(
    'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.',
    undefined,
    'resource_missing',
  )
}

function requireMethod(world: World, params: { customer: string }, id: string): void {
  const method = world.store.paymentMethods.get(id)
  if (!method || method.customer !== params.customer) {
    throw missing('PaymentMethod', id, 'default_payment_method')
  }
  behaviorOf(world, method)
}

const typesOf = (types: string[] | null | undefined) =>
  (types ?? null) as NonNullable<Subscription['payment_settings']>['payment_method_types']

/** The configuration of the anchor, as the subscription shows it. */
const anchorConfigOf = (
  config: SubscriptionCreate['billing_cycle_anchor_config'],
  now: number,
): Subscription['billing_cycle_anchor_config'] => {
  if (!config) return null
  const created = new Date(now * 1000)
  return {
    day_of_month: config.day_of_month,
    month: config.month ?? null,
    hour: config.hour ?? created.getUTCHours(),
    minute: config.minute ?? created.getUTCMinutes(),
    second: config.second ?? created.getUTCSeconds(),
  }
}
