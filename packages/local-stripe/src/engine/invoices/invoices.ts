import type { z } from 'zod'
import { discountsFor } from '../catalog/customer-discount'
import { DiscountParams } from '../catalog/discount-params'
import { redeemDiscounts } from '../catalog/discounts'
import { changeBalance } from '../customers/balance'
import { customerOf } from '../customers/customers'
import { cardError } from '../customers/declines'
import { setDelinquent } from '../customers/delinquent'
import { attachPaymentMethod } from '../customers/payment-methods/attach'
import { resolvePaymentMethod, storePaymentMethod } from '../customers/payment-methods/create'
import { cardBehavior } from '../customers/test-cards'
import { requireUsable } from '../customers/usable'
import { AutomaticTaxParam, invoiceTax } from '../tax/automatic-tax'
import { withoutDefaults } from '../tax/invoice-taxes'
import { TaxRatesParam, taxRatesFrom } from '../tax/rates-param'
import { DAY } from '../world/calendar'
import { invalid } from '../world/errors'
import {
  emptyable,
  flag,
  hash,
  integer,
  many,
  metadata,
  natural,
  notSupported,
  oneOf,
  text,
  withMetadata,
} from '../world/params'
import { type Invoice, type InvoicePayment, type List, list } from '../world/types'
import { change, emit, find, type World } from '../world/world'
import { collectInvoice } from './collect'
import { draftInvoice, withTotals } from './draft'
import { finalizeInvoice, finalizeLater } from './finalize'
import { pendingItems } from './invoice-items'
import { cancelOpenPayments, openPayment } from './invoice-payments'
import { markPaidWithoutCharge, stopReminders } from './mark-paid'

const shared = {
  account_tax_ids: notSupported(),
  application_fee_amount: notSupported(),
  auto_advance: flag.optional(),
  automatic_tax: AutomaticTaxParam,
  automatically_finalizes_at: notSupported(),
  collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
  custom_fields: emptyable(many(hash({ name: text, value: text }))).optional(),
  days_until_due: natural.optional(),
  default_payment_method: emptyable(text).optional(),
  default_source: notSupported(),
  default_tax_rates: TaxRatesParam,
  description: emptyable(text).optional(),
  discounts: DiscountParams.optional(),
  due_date: integer.optional(),
  effective_at: notSupported(),
  footer: emptyable(text).optional(),
  issuer: notSupported(),
  metadata: metadata.optional(),
  number: notSupported(),
  on_behalf_of: notSupported(),
  payment_settings: notSupported(),
  rendering: notSupported(),
  shipping_cost: notSupported(),
  shipping_details: notSupported(),
  statement_descriptor: notSupported(),
  transfer_data: notSupported(),
}
export const InvoiceCreate = hash({
  ...shared,
  currency: text.optional(),
  customer: text,
  customer_account: notSupported(),
  from_invoice: notSupported(),
  pending_invoice_items_behavior: oneOf('exclude', 'include', 'include_and_require').optional(),
  subscription: text.optional(),
})
export const InvoiceUpdate = hash(shared)
export const InvoicePay = hash({
  forgive: notSupported(),
  mandate: notSupported(),
  off_session: flag.optional(),
  paid_out_of_band: flag.optional(),
  payment_method: text.optional(),
  source: text.optional(),
})
export const InvoiceFinalize = hash({ auto_advance: flag.optional() })

/** Creates an invoice by hand, empty or with the customer's pending items. */
export function createInvoice(world: World, params: z.output<typeof InvoiceCreate>): Invoice {
  const customer = customerOf(world, params.customer, 'customer')
  const subscription = params.subscription
    ? find(world.store.subscriptions, 'subscription', params.subscription, 'subscription')
    : undefined
  const takes = params.pending_invoice_items_behavior ?? (subscription ? 'include' : 'exclude')
  const pending =
    takes === 'exclude' ? [] : pendingItems(world, customer.id, subscription?.id ?? null)
  const now = world.clock.seconds()
  const currency = (
    params.currency ??
    subscription?.currency ??
    customer.currency ??
    pending[0]?.currency ??
    'usd'
  ).toLowerCase()
  const items = pending.filter((item) => item.currency === currency)
  const draft = draftInvoice(world, {
    customer: customer.id,
    currency,
    subscription,
    lines: [],
    items,
    billingReason: subscription ? 'subscription_update' : 'manual',
    period: { start: now, end: now },
    discounts:
      params.discounts === undefined
        ? discountsFor(world, subscription ?? { customer: customer.id, discounts: [] })
        : redeemDiscounts(world, params.discounts, purchaseOf(currency, items), {
            customer: customer.id,
          }),
    given: {
      auto_advance: params.auto_advance ?? false,
      ...fields(world, params),
      ...taxFields(world, params),
      metadata: withMetadata({}, params.metadata),
    },
  })
  if (draft.auto_advance) finalizeLater(world, draft)
  return find(world.store.invoices, 'invoice', draft.id)
}

export function updateInvoice(
  world: World,
  id: string,
  params: z.output<typeof InvoiceUpdate>,
): Invoice {
  const invoice = find(world.store.invoices, 'invoice', id)
  const { metadata: _, auto_advance, default_payment_method, ...others } = params
  const edits = Object.values(others).some((value) => value !== undefined)
  if (edits && invoice.status !== 'draft') {
    throw invalid(
      "Finalized invoices can't be updated in this way.",
      Object.keys(others)[0],
      'invoice_not_editable',
    )
  }
  const changed: Invoice = {
    ...invoice,
    ...fields(world, params),
    ...taxFields(world, params, invoice.default_tax_rates),
    ...(auto_advance !== undefined && { auto_advance }),
    ...(params.discounts !== undefined && {
      discounts: redeemDiscounts(
        world,
        params.discounts,
        purchaseOf(invoice.currency, invoice.lines.data),
        { customer: invoice.customer, invoice: id },
      ),
    }),
    metadata: withMetadata(invoice.metadata, params.metadata),
  }
  const lines =
    params.default_tax_rates === undefined
      ? invoice.lines.data
      : withoutDefaults(invoice.lines.data, invoice.default_tax_rates)
  const next = invoice.status === 'draft' ? withTotals(world, changed, lines) : changed
  const updated = change(world, world.store.invoices, invoice, next, 'invoice.updated')
  if (auto_advance && invoice.status === 'draft') finalizeLater(world, updated)
  return find(world.store.invoices, 'invoice', id)
}

export function deleteInvoice(world: World, id: string) {
  const invoice = find(world.store.invoices, 'invoice', id)
  if (invoice.status !== 'draft' || invoice.parent?.subscription_details) {
    throw invalid('You can only delete draft invoices that are not attached to a subscription.')
  }
  for (const item of world.store.invoiceItems.where('customer', invoice.customer ?? '')) {
    if (item.invoice === id) world.store.invoiceItems.put({ ...item, invoice: null })
  }
  world.agenda.cancel('finalize', id)
  world.store.invoices.delete(id)
  world.store.deleted.put({ id, object: 'invoice', deleted: true })
  emit(world, 'invoice.deleted', invoice)
  return { id, object: 'invoice' as const, deleted: true as const }
}

export function payInvoice(world: World, id: string, params: z.output<typeof InvoicePay>): Invoice {
  const found = find(world.store.invoices, 'invoice', id)
  const invoice = found.status === 'draft' ? finalizeInvoice(world, found) : found
  if (invoice.status === 'paid' && found.status !== 'draft') {
    throw invalid('Invoice is already paid', undefined, 'invoice_already_paid')
  }
  if (invoice.status === 'paid') return invoice
  if (invoice.status === 'void') {
    throw invalid('This invoice is void and cannot be paid.', undefined, 'invoice_not_editable')
  }
  if (params.paid_out_of_band) {
    cancelOpenPayments(world, invoice)
    return markPaidWithoutCharge(world, invoice, {
      amount_paid: invoice.amount_paid + invoice.amount_remaining,
    })
  }
  const named = params.payment_method && resolvePaymentMethod(world, params.payment_method)
  if (named) requireUsable(world, named, invoice.customer)
  const method =
    (named ? named.id : undefined) ??
    (params.source && invoice.customer
      ? attachPaymentMethod(world, params.source, invoice.customer, 'source').id
      : undefined)
  const result = collectInvoice(world, invoice, {
    method,
    offSession: params.off_session ?? false,
    byHand: true,
  })
  if (result.kind === 'failed') {
    const intent = result.intent ? world.store.paymentIntents.get(result.intent) : undefined
    throw cardError(result.decline, {
      ...(result.charge && { charge: result.charge }),
      ...(intent && { payment_intent: intent }),
    })
  }
  if (result.kind === 'requires_action') {
    throw cardError({
      code: 'invoice_payment_intent_requires_action',
      message:
        'Payment for this invoice requires additional user action before it can be completed successfully.',
    })
  }
  return result.invoice
}

export type InvoicePaid =
  | { kind: 'paid'; invoice: Invoice }
  | { kind: 'processing'; invoice: Invoice }
  | { kind: 'declined'; message: string }
  | { kind: 'requires_action'; intent: string }

/**
 * Pays an invoice with a card number and attaches the card to the customer, as the hosted invoice
 * page does.
 */
export function payInvoiceWithCard(
  world: World,
  id: string,
  card: { number: string },
): InvoicePaid {
  const invoice = find(world.store.invoices, 'invoice', id)
  const behavior = cardBehavior(card.number)
  if (!behavior || !invoice.customer) {
    return { kind: 'declined', message: 'Your card number is invalid.' }
  }
  const method = storePaymentMethod(world, behavior, { allow_redisplay: 'always' })
  const result = collectInvoice(world, invoice, { method: method.id, byHand: true })
  if (result.kind === 'requires_action') {
    const { payment_intent: intent = '' } = openPayment(world, result.invoice).payment
    return { kind: 'requires_action', intent }
  }
  if (result.kind === 'failed') return { kind: 'declined', message: result.decline.message }
  return { kind: result.kind, invoice: result.invoice }
}

export function sendInvoice(world: World, id: string): Invoice {
  const found = find(world.store.invoices, 'invoice', id)
  const invoice = found.status === 'draft' ? finalizeInvoice(world, found) : found
  if (invoice.collection_method !== 'send_invoice') {
    throw invalid(
      'You can only manually send an invoice if its collection method is `send_invoice`.',
    )
  }
  emit(world, 'invoice.sent', invoice)
  return invoice
}

export function voidInvoice(world: World, id: string): Invoice {
  const invoice = find(world.store.invoices, 'invoice', id)
  requireUnpaid(invoice, 'voided')
  endCollection(world, invoice)
  // Gives the credit that the invoice used back to the customer.
  const used = (invoice.ending_balance ?? 0) - invoice.starting_balance
  const customer = customerOf(world, invoice.customer ?? '', 'customer')
  if (used !== 0 && customer.currency === invoice.currency) {
    changeBalance(world, customer, -used, invoice.currency, {
      type: 'unapplied_from_invoice',
      invoice: id,
    })
  }
  const voided = change(
    world,
    world.store.invoices,
    invoice,
    {
      status: 'void',
      auto_advance: false,
      next_payment_attempt: null,
      status_transitions: { ...invoice.status_transitions, voided_at: world.clock.seconds() },
    },
    'invoice.voided',
  )
  world.reactions.invoiceVoided(world, voided)
  return voided
}

export function markUncollectible(world: World, id: string): Invoice {
  const found = find(world.store.invoices, 'invoice', id)
  const invoice = found.status === 'draft' ? finalizeInvoice(world, found) : found
  if (invoice.status !== 'open') requireUnpaid(invoice, 'marked uncollectible')
  stopReminders(world, id)
  setDelinquent(world, invoice.customer, false)
  const marked = change(
    world,
    world.store.invoices,
    invoice,
    {
      status: 'uncollectible',
      auto_advance: false,
      next_payment_attempt: null,
      status_transitions: {
        ...invoice.status_transitions,
        marked_uncollectible_at: world.clock.seconds(),
      },
    },
    'invoice.marked_uncollectible',
  )
  world.reactions.invoiceUncollectible(world, marked)
  return marked
}

/** What an invoice discounts. Without lines yet, it isn't known whether a minimum will be met. */
const purchaseOf = (currency: string, lines: { amount: number }[]) => ({
  currency,
  amount:
    lines.length > 0 ? lines.reduce((sum, line) => sum + line.amount, 0) : Number.POSITIVE_INFINITY,
})

/** The `payments` of an invoice, which are shown only when expanded. */
export const paymentsOf = (world: World, id: string): List<InvoicePayment> =>
  list(world.store.invoicePayments.where('invoice', id), `/v1/invoice_payments?invoice=${id}`)

function fields(world: World, params: z.output<typeof InvoiceUpdate>): Partial<Invoice> {
  const sends = params.collection_method === 'send_invoice'
  const due =
    params.due_date ??
    (params.days_until_due !== undefined
      ? world.clock.seconds() + params.days_until_due * DAY
      : undefined)
  if (sends && due === undefined) {
    throw invalid(
      'If collection_method is set to send_invoice, days_until_due or due_date must be set.',
      'days_until_due',
      'parameter_missing',
    )
  }
  return {
    ...(params.collection_method && { collection_method: params.collection_method }),
    ...(params.custom_fields !== undefined && { custom_fields: params.custom_fields }),
    ...(params.default_payment_method !== undefined && {
      default_payment_method: params.default_payment_method,
    }),
    ...(params.description !== undefined && { description: params.description }),
    ...(params.footer !== undefined && { footer: params.footer }),
    ...(due !== undefined && { due_date: due }),
  }
}

function taxFields(
  world: World,
  { automatic_tax, default_tax_rates }: z.output<typeof InvoiceUpdate>,
  kept: Invoice['default_tax_rates'] = [],
): Partial<Invoice> {
  return {
    ...(automatic_tax && { automatic_tax: invoiceTax(automatic_tax.enabled) }),
    ...(default_tax_rates !== undefined && {
      default_tax_rates: taxRatesFrom(world, default_tax_rates, 'default_tax_rates', kept),
    }),
  }
}

function endCollection(world: World, invoice: Invoice): void {
  cancelOpenPayments(world, invoice)
  stopReminders(world, invoice.id)
}

function requireUnpaid(invoice: Invoice, done: string): void {
  if (invoice.status === 'open' || invoice.status === 'uncollectible') return
  throw invalid(
    `Only open or uncollectible invoices can be ${done}; this one is ${invoice.status}.`,
    undefined,
    'invoice_not_editable',
  )
}
