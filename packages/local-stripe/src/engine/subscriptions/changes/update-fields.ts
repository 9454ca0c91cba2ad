import { olderDiscounts } from '../../catalog/discount-params'
import { redeemDiscounts } from '../../catalog/discounts'
import { withInvoiceSettings } from '../../invoices/invoice-settings'
import { priceOfItems } from '../../invoices/lines'
import { checkAutomaticTax, subscriptionTax } from '../../tax/automatic-tax'
import { taxRatesFrom } from '../../tax/rates-param'
import { invalid, missing } from '../../world/errors'
import { withMetadata } from '../../world/params'
import type { Subscription, SubscriptionItem } from '../../world/types'
import type { World } from '../../world/world'
import { NO_DETAILS } from '../end'
import type { SubscriptionUpdate } from './update-params'

/** The fields that an update changes without an effect on what is billed. */
export function plainFields(
  world: World,
  before: Subscription,
  params: SubscriptionUpdate,
  items: SubscriptionItem[],
): Partial<Subscription> {
  if (params.default_payment_method) {
    const method = world.store.paymentMethods.get(params.default_payment_method)
    if (method?.customer !== before.customer) {
      throw missing('PaymentMethod', params.default_payment_method, 'default_payment_method')
    }
  }
  const pause = params.pause_collection
  const discounts = params.discounts === undefined ? olderDiscounts(params) : params.discounts
  return {
    metadata: withMetadata(before.metadata, params.metadata),
    ...taxFields(world, before, params, items),
    ...(params.default_payment_method !== undefined && {
      default_payment_method: params.default_payment_method,
    }),
    ...(params.description !== undefined && { description: params.description }),
    ...(params.collection_method && { collection_method: params.collection_method }),
    ...(params.days_until_due !== undefined && { days_until_due: params.days_until_due }),
    ...(params.invoice_settings && {
      invoice_settings: withInvoiceSettings(before.invoice_settings, params.invoice_settings),
    }),
    ...(params.trial_settings && { trial_settings: params.trial_settings }),
    ...(params.payment_settings && {
      payment_settings: paymentSettings(before, params.payment_settings),
    }),
    ...(pause !== undefined && {
      pause_collection: pause && { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null },
    }),
    ...(discounts !== undefined && {
      discounts: redeemDiscounts(
        world,
        discounts,
        { currency: before.currency, amount: priceOfItems(world, items, before.currency) },
        { customer: before.customer, subscription: before.id },
      ),
    }),
  }
}

function taxFields(
  world: World,
  before: Subscription,
  { automatic_tax, default_tax_rates }: SubscriptionUpdate,
  items: SubscriptionItem[],
): Partial<Subscription> {
  const kept = before.default_tax_rates ?? []
  const rates = taxRatesFrom(world, default_tax_rates, 'default_tax_rates', kept)
  checkAutomaticTax(
    automatic_tax?.enabled ?? before.automatic_tax.enabled,
    world.store.customers.get(before.customer),
    { default_tax_rates: rates, items: items.map((item) => item.tax_rates) },
  )
  return {
    ...(automatic_tax && { automatic_tax: subscriptionTax(automatic_tax.enabled) }),
    ...(default_tax_rates !== undefined && { default_tax_rates: rates }),
  }
}

/** Refuses to change the end of a subscription directly while a schedule decides it. */
export function refuseScheduledEnd(
  { schedule, cancel_at: planned }: Subscription,
  {
    cancel_at,
    cancel_at_period_end,
  }: Pick<SubscriptionUpdate, 'cancel_at' | 'cancel_at_period_end'>,
): void {
  const sets = cancel_at_period_end || cancel_at
  const unsets = planned !== null && (cancel_at === null || cancel_at_period_end === false)
  if (!schedule || (!sets && !unsets)) return
  throw invalid(
    `The subscription is managed by the subscription schedule \`${schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
    cancel_at === undefined ? 'cancel_at_period_end' : 'cancel_at',
  )
}

function paymentSettings(
  { payment_settings: current }: Subscription,
  given: NonNullable<SubscriptionUpdate['payment_settings']>,
): Subscription['payment_settings'] {
  const types = given.payment_method_types
  return {
    payment_method_options: null,
    save_default_payment_method:
      given.save_default_payment_method ?? current?.save_default_payment_method ?? 'off',
    payment_method_types: (types === undefined
      ? current?.payment_method_types
      : types) as NonNullable<Subscription['payment_settings']>['payment_method_types'],
  }
}

/** The fields that say when a subscription ends. */
export function cancellation(
  before: Subscription,
  params: SubscriptionUpdate,
  now: number,
): Partial<Subscription> {
  if (params.cancel_at_period_end && params.cancel_at) {
    throw invalid('You can only set one of cancel_at and cancel_at_period_end.', 'cancel_at')
  }
  const details = cancellationDetails(before, params)
  if (params.cancel_at_period_end === undefined && params.cancel_at === undefined) return details
  const ends = before.items.data.map((item) => item.current_period_end)
  const at =
    params.cancel_at === 'min_period_end'
      ? Math.min(...ends)
      : params.cancel_at === 'max_period_end'
        ? Math.max(...ends)
        : params.cancel_at
  if (typeof at === 'number' && at <= now) {
    throw invalid('cancel_at must be a timestamp in the future.', 'cancel_at')
  }
  const atPeriodEnd = params.cancel_at_period_end ?? before.cancel_at_period_end
  // Stripe sets `cancel_at` for `cancel_at_period_end` as well. Unsetting one clears both.
  const cancelAt = at !== undefined ? at : atPeriodEnd ? Math.min(...ends) : null
  const ending = cancelAt !== null
  return {
    cancel_at: cancelAt,
    cancel_at_period_end: at === undefined && atPeriodEnd,
    canceled_at: ending ? (before.canceled_at ?? now) : null,
    cancellation_details: ending
      ? {
          ...NO_DETAILS,
          ...before.cancellation_details,
          ...details.cancellation_details,
          reason: 'cancellation_requested',
        }
      : NO_DETAILS,
  }
}

export function cancellationDetails(
  before: Subscription,
  params: SubscriptionUpdate,
): Partial<Subscription> {
  const given = params.cancellation_details
  if (!given) return {}
  return {
    cancellation_details: {
      ...NO_DETAILS,
      ...before.cancellation_details,
      ...(given.comment !== undefined && { comment: given.comment }),
      ...(given.feedback !== undefined && { feedback: given.feedback }),
    },
  }
}
