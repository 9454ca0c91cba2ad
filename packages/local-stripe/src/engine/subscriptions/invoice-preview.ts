import { z } from 'zod'
import { DiscountParams } from '../catalog/discount-params'
import { draftInvoice } from '../invoices/draft'
import {
  createInvoiceItem,
  InvoiceItemCreate,
  newInvoiceItem,
  pendingItems,
} from '../invoices/invoice-items'
import { addProrations, creditUnusedTime } from '../invoices/proration'
import { AutomaticTaxParam, invoiceTax } from '../tax/automatic-tax'
import { TaxRatesParam } from '../tax/rates-param'
import { invalid } from '../world/errors'
import { emptyable, flag, hash, integer, many, notSupported, oneOf, text } from '../world/params'
import type { Invoice, Subscription } from '../world/types'
import { dryRun, find, type World } from '../world/world'
import { refuseScheduledEnd } from './changes/update-fields'
import { planUpdate } from './changes/update-plan'
import { draftFirstInvoice } from './create'
import { CancelAt, ItemParams } from './create-params'
import { nextPeriodEnd, saveSubscription } from './save'
import { subscriptionInvoice } from './subscription-invoice'
import { asPreview, upcomingInvoice } from './upcoming'

export const InvoiceCreatePreview = hash({
  automatic_tax: AutomaticTaxParam,
  currency: notSupported(),
  customer: text.optional(),
  customer_account: notSupported(),
  customer_details: notSupported(),
  discounts: DiscountParams.optional(),
  invoice_items: many(
    hash({ ...InvoiceItemCreate.shape, customer: notSupported(), invoiceitem: notSupported() }),
  ).optional(),
  issuer: notSupported(),
  on_behalf_of: notSupported(),
  preview_mode: notSupported(),
  schedule: notSupported(),
  schedule_details: notSupported(),
  subscription: text.optional(),
  subscription_details: hash({
    billing_cycle_anchor: z
      .union([
        oneOf('now', 'unchanged').transform((type) => ({ type })),
        hash({ type: oneOf('now', 'unchanged') }),
        integer,
      ])
      .optional(),
    billing_mode: notSupported(),
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
  return dryRun(world, () => {
    const subscription = params.subscription
      ? find(world.store.subscriptions, 'subscription', params.subscription, 'subscription')
      : null
    const customer = subscription?.customer ?? params.customer
    if (!customer) {
      throw invalid(
        'You must provide a customer or a subscription.',
        'customer',
        'parameter_missing',
      )
    }
    for (const item of params.invoice_items ?? []) {
      newInvoiceItem(world, { ...item, customer, subscription: params.subscription })
    }
    if (subscription) return asPreview(forSubscription(world, subscription, params))
    return asPreview(
      params.subscription_details?.items
        ? forNewSubscription(world, customer, params)
        : forPendingItems(world, customer, params),
    )
  })
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
    throw invalid(
      `No upcoming invoices for customer: ${after.customer}`,
      undefined,
      'invoice_upcoming_none',
    )
  }
  if (ends) return subscriptionInvoice(world, after, [], 'upcoming')
  return upcomingInvoice(world, after)
}

function forNewSubscription(world: World, customer: string, params: InvoiceCreatePreview): Invoice {
  const { items, proration_behavior, trial_end, billing_cycle_anchor, default_tax_rates } =
    params.subscription_details ?? {}
  return draftFirstInvoice(world, {
    customer,
    items,
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
  if (!first) {
    throw invalid(
      `No upcoming invoices for customer: ${customer}`,
      undefined,
      'invoice_upcoming_none',
    )
  }
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
