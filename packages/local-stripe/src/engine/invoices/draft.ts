import { applyDiscounts } from '../catalog/apply-discounts'
import { balanceIn } from '../customers/billing-currency'
import { customerOf } from '../customers/customers'
import { chargeable } from '../payments/chargeable'
import { invoiceTax } from '../tax/automatic-tax'
import { taxInvoice } from '../tax/invoice-taxes'
import {
  type Invoice,
  type InvoiceItem,
  type InvoiceLine,
  list,
  type Subscription,
} from '../world/types'
import { create, type World } from '../world/world'
import { newestItemsFirst, newestLinesFirst } from './line-order'
import { lineOfInvoiceItem } from './lines'

export interface Draft {
  customer: string
  currency: string
  lines: InvoiceLine[]
  billingReason: Invoice['billing_reason']
  subscription?: Subscription
  /** Pending invoice items to add to this invoice. */
  items?: InvoiceItem[]
  period: { start: number; end: number }
  discounts?: string[]
  given?: Partial<Invoice>
}

/** Creates a draft invoice. Its totals are computed from its lines. */
export function draftInvoice(world: World, draft: Draft): Invoice {
  const customer = customerOf(world, draft.customer, 'customer')
  const { subscription } = draft
  const id = world.ids.next('in', 24)
  const lines = [
    ...newestItemsFirst(draft.items ?? []).map((item) => lineOfInvoiceItem(world, item)),
    ...newestLinesFirst(draft.lines),
  ]
  const now = world.clock.seconds()
  const base: Invoice = {
    id,
    object: 'invoice',
    account_country: 'US',
    account_name: world.settings.accountName,
    account_tax_ids: null,
    amount_due: 0,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: invoiceTax(subscription?.automatic_tax.enabled ?? false),
    automatically_finalizes_at: null,
    billing_reason: draft.billingReason,
    collection_method: subscription?.collection_method ?? 'charge_automatically',
    created: now,
    currency: draft.currency,
    custom_fields:
      subscription?.invoice_settings.custom_fields ?? customer.invoice_settings.custom_fields,
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: customer.shipping,
    customer_tax_exempt: customer.tax_exempt ?? 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: subscription?.default_tax_rates ?? [],
    description: subscription?.invoice_settings.description ?? null,
    discounts: draft.discounts ?? [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: subscription?.invoice_settings.footer ?? customer.invoice_settings.footer,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: list([], `/v1/invoices/${id}/lines`),
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent: subscription
      ? {
          type: 'subscription_details',
          quote_details: null,
          subscription_details: {
            metadata: subscription.metadata,
            subscription: subscription.id,
          },
        }
      : null,
    payment_settings: {
      default_mandate: null,
      payment_method_options: null,
      payment_method_types: subscription?.payment_settings?.payment_method_types ?? null,
    },
    period_end: draft.period.end,
    period_start: draft.period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: {
      finalized_at: null,
      marked_uncollectible_at: null,
      paid_at: null,
      voided_at: null,
    },
    subtotal: 0,
    subtotal_excluding_tax: 0,
    test_clock: world.agenda.testClock,
    total: 0,
    total_discount_amounts: [],
    total_excluding_tax: 0,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
    ...draft.given,
  }
  const invoice = create(
    world,
    world.store.invoices,
    withTotals(world, base, lines),
    'invoice.created',
  )
  for (const item of draft.items ?? []) {
    world.store.invoiceItems.put({ ...item, invoice: invoice.id })
  }
  return invoice
}

/**
 * The invoice with these lines, and with taxes and totals computed from them and the customer's
 * balance. Taxes are calculated after discounts.
 */
export function withTotals(world: World, invoice: Invoice, lines: InvoiceLine[]): Invoice {
  const priced = applyDiscounts(
    world,
    invoice.discounts,
    lines.map((line) => ({ ...line, invoice: invoice.id })),
  )
  const customer = customerOf(world, invoice.customer ?? '', 'customer')
  const taxed = taxInvoice(world, invoice, customer, priced.lines)
  const subtotal = sum(priced.lines.map((line) => line.amount))
  const total = subtotal - sum(priced.totals.map((each) => each.amount)) + taxed.exclusive
  const startingBalance = balanceIn(world, customer, invoice.currency)
  const due = total > 0 ? Math.max(0, total + startingBalance) : 0
  const amountDue = chargeable(due, invoice.currency)
  return {
    ...invoice,
    ...taxed.fields,
    lines: list(taxed.lines, invoice.lines.url),
    subtotal,
    subtotal_excluding_tax: subtotal - taxed.includedInSubtotal,
    total,
    total_excluding_tax: total - sum(taxed.taxes.map((each) => each.amount)),
    total_discount_amounts: priced.totals,
    total_pretax_credit_amounts: priced.totals.map((each) => ({
      ...each,
      type: 'discount' as const,
    })),
    starting_balance: startingBalance,
    amount_due: amountDue,
    amount_remaining: amountDue - invoice.amount_paid,
  }
}

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
