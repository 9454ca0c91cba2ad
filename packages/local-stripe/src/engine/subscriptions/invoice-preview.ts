import { z } from 'zod'
import { DiscountParams } from '../catalog/discount-params'
import { draftInvoice } from '../invoices/draft'
import {
  createInvoiceItem,
  InvoiceItemUpdate,
  newInvoiceItem,
  pendingItems,
} from '../invoices/invoice-items'
import { addProrations, creditUnusedTime } from '../invoices/proration'
import { AutomaticTaxParam, invoiceTax } from '../tax/automatic-tax'
import { TaxRatesParam } from '../tax/rates-param'
import { invalid } from '../world/errors'
import { emptyable, flag, hash, integer, many, notSupported, oneOf, text } from '../world/params'
import type { Invoice, Schedule, Subscription } from '../world/types'
import { dryRun, find, type World } from '../world/world'
import { refuseScheduledEnd } from './changes/update-fields'
import { planUpdate } from './changes/update-plan'
import { draftFirstInvoice } from './create'
import { CancelAt, ItemParams } from './create-params'
import { CustomerDetails, previewCustomer } from './preview-customer'
import { nextPeriodEnd, saveSubscription } from './save'
import {
  nothingUpcoming,
  previewOfNewSchedule,
  previewOfSchedule,
  ScheduleDetails,
} from './schedules/preview'
import { subscriptionInvoice } from './subscription-invoice'
import { asPreview, upcomingInvoice } from './upcoming'

export const InvoiceCreatePreview = hash({
  automatic_tax: AutomaticTaxParam,
  currency: notSupported(),
  customer: text.optional(),
  customer_account: notSupported(),
  customer_details: CustomerDetails.optional(),
  discounts: DiscountParams.optional(),
  invoice_items: many(
    hash({
      ...InvoiceItemUpdate.omit({ invoicing_rules: true, pricing: true }).shape,
      currency: text.optional(),
      invoiceitem: notSupported(),
    }),
  ).optional(),
  issuer: notSupported(),
  on_behalf_of: notSupported(),
  preview_mode: notSupported(),
  schedule: text.optional(),
  schedule_details: ScheduleDetails.optional(),
  subscription: text.optional(),
  subscription_details: hash({
    billing_cycle_anchor: z
      .union([
        oneOf('now', 'unchanged').transform((type) => ({ type })),
        hash({ type: oneOf('now', 'unchanged'), timestamp: notSupported() }),
        integer,
      ])
      .optional(),
    billing_mode: hash({ type: oneOf('classic', 'flexible'), flexible: notSupported() }).optional(),
    billing_schedules: notSupported(),
    cancel_at: emptyable(CancelAt).optional(),
    cancel_at_period_end: flag.optional(),
    cancel_now: flag.optional(),
    default_tax_rates: TaxRatesParam,
    items: many(ItemParams).optional(),
    metadata: notSupported(),
    pause: notSupported(),
    proration_behavior: oneOf('always_invoice', 'create_prorations', 'none').optional(),
    proration_date: integer.optional(),
    resume_at: notSupported(),
    start_date: notSupported(),
    trial_end: z.union([z.literal('now'), integer]).optional(),
  }).optional(),
})
export type InvoiceCreatePreview = z.output<typeof InvoiceCreatePreview>

/**
 * Previews an invoice: performs the change and rolls it back. So the preview equals the invoice
 * that the change creates, to the cent, at the second of `proration_date`.
 */
export function previewInvoice(world: World, params: InvoiceCreatePreview): Invoice {
  checkCombination(params)
  return dryRun(world, () => {
    const subscription = params.subscription
      ? find(world.store.subscriptions, 'subscription', params.subscription, 'subscription')
      : null
    const schedule = params.schedule
      ? find(world.store.schedules, 'subscription_schedule', params.schedule, 'schedule')
      : null
    const customer = previewCustomer(
      world,
      subscription?.customer ?? schedule?.customer ?? params.customer,
      params.customer_details,
    )
    for (const item of params.invoice_items ?? []) {
      newInvoiceItem(world, { ...item, customer, subscription: params.subscription })
    }
    return asPreview(draftPreview(world, customer, { subscription, schedule }, params))
  })
}

function draftPreview(
  world: World,
  customer: string,
  { subscription, schedule }: { subscription: Subscription | null; schedule: Schedule | null },
  params: InvoiceCreatePreview,
): Invoice {
  if (subscription) return forSubscription(world, subscription, params)
  if (schedule) return previewOfSchedule(world, schedule, params)
  if (params.schedule_details) return previewOfNewSchedule(world, customer, params)
  if (params.subscription_details?.items) return forNewSubscription(world, customer, params)
  const next = nextToRenew(world, customer)
  return next ? forSubscription(world, next, params) : forPendingItems(world, customer, params)
}

/** The subscription of a customer that is billed next. */
const nextToRenew = (world: World, customer: string): Subscription | undefined =>
  world.store.subscriptions
    .where('customer', customer)
    .filter(
      (each) =>
        ['active', 'trialing', 'past_due'].includes(each.status) &&
        (each.cancel_at ?? Infinity) > nextPeriodEnd(each) &&
        !each.cancel_at_period_end,
    )
    .sort((a, b) => nextPeriodEnd(a) - nextPeriodEnd(b))[0]

/** Refuses parameters for both a subscription and a schedule: a preview is of one of them. */
function checkCombination(params: InvoiceCreatePreview): void {
  const ofSchedule = params.schedule !== undefined ? 'schedule' : 'schedule_details'
  const ofSubscription = params.subscription !== undefined ? 'subscription' : 'subscription_details'
  if (params[ofSchedule] === undefined || params[ofSubscription] === undefined) return
  throw invalid(
    `You may only specify one of these parameters: ${ofSchedule}, ${ofSubscription}.`,
    ofSchedule,
  )
}

function forSubscription(
  world: World,
  subscription: Subscription,
  params: InvoiceCreatePreview,
): Invoice {
  const { cancel_now, billing_cycle_anchor, ...details } = params.subscription_details ?? {}
  if (cancel_now) {
    if (details.proration_behavior !== 'none') {
      creditUnusedTime(world, subscription, details.proration_date ?? world.clock.seconds())
    }
    return subscriptionInvoice(world, subscription, [], 'subscription_update')
  }
  refuseScheduledEnd(subscription, details)
  const plan = planUpdate(world, subscription, {
    ...details,
    metadata: undefined,
    automatic_tax: params.automatic_tax,
    ...(params.discounts !== undefined && { discounts: params.discounts }),
    ...(typeof billing_cycle_anchor === 'object' && { billing_cycle_anchor }),
  })
  const after = saveSubscription(world, subscription, plan.patch)
  addProrations(world, after, plan.prorations)
  if (plan.invoiceNow) {
    return subscriptionInvoice(world, after, plan.lines, 'subscription_update')
  }
  for (const line of plan.lines) createInvoiceItem(world, after, line)
  const ends = after.cancel_at_period_end || (after.cancel_at ?? Infinity) <= nextPeriodEnd(after)
  const over = after.status === 'canceled' || after.status === 'incomplete_expired'
  if (over || (ends && pendingItems(world, after.customer, after.id).length === 0)) {
    throw nothingUpcoming(after.customer)
  }
  if (ends) return subscriptionInvoice(world, after, [], 'upcoming')
  return upcomingInvoice(world, after)
}

function forNewSubscription(world: World, customer: string, params: InvoiceCreatePreview): Invoice {
  const {
    items,
    proration_behavior,
    trial_end,
    billing_cycle_anchor,
    billing_mode,
    default_tax_rates,
  } = params.subscription_details ?? {}
  return draftFirstInvoice(world, {
    customer,
    items,
    billing_mode,
    proration_behavior,
    trial_end,
    automatic_tax: params.automatic_tax,
    default_tax_rates,
    discounts: params.discounts,
    ...(typeof billing_cycle_anchor === 'number' && { billing_cycle_anchor }),
  })
}

function forPendingItems(
  world: World,
  customer: string,
  { automatic_tax }: InvoiceCreatePreview,
): Invoice {
  const items = pendingItems(world, customer, null)
  const [first] = items
  if (!first) throw nothingUpcoming(customer)
  const now = world.clock.seconds()
  return draftInvoice(world, {
    customer,
    currency: first.currency,
    lines: [],
    items,
    billingReason: 'upcoming',
    period: { start: now, end: now },
    given: { automatic_tax: invoiceTax(automatic_tax?.enabled ?? false) },
  })
}
