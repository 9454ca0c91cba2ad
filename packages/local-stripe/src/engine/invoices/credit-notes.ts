import type { z } from 'zod'
import { changeBalance } from '../customers/balance'
import { customerOf } from '../customers/customers'
import { createRefund } from '../payments/refunds'
import { creditedDiscounts, creditedTaxes, TaxAmountsParam } from '../tax/credited-line'
import { TaxRatesParam } from '../tax/rates-param'
import { exclusiveOf, inclusiveOf, totalTaxes } from '../tax/taxes-on'
import { invalid } from '../world/errors'
import {
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
import { type CreditNote, type Invoice, list } from '../world/types'
import { change, create, dryRun, emit, find, type World } from '../world/world'
import { askForRest, cancelOpenPayments } from './invoice-payments'
import { markPaidWithoutCharge } from './mark-paid'

const Line = hash({
  type: oneOf('custom_line_item', 'invoice_line_item'),
  amount: integer.optional(),
  description: text.optional(),
  invoice_line_item: text.optional(),
  metadata: notSupported(),
  quantity: natural.optional(),
  tax_amounts: TaxAmountsParam,
  tax_rates: TaxRatesParam,
  unit_amount: integer.optional(),
  unit_amount_decimal: notSupported(),
})
export const CreditNoteCreate = hash({
  invoice: text,
  amount: natural.optional(),
  credit_amount: natural.optional(),
  effective_at: notSupported(),
  email_type: notSupported(),
  lines: many(Line).optional(),
  memo: text.optional(),
  metadata: metadata.optional(),
  out_of_band_amount: natural.optional(),
  reason: oneOf('duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory').optional(),
  refund: notSupported(),
  refund_amount: natural.optional(),
  refunds: notSupported(),
  shipping_cost: notSupported(),
})
export const CreditNoteUpdate = hash({ memo: text.optional(), metadata: metadata.optional() })

/**
 * Credits a finalized invoice. If it is open, less is due. If it is paid, the amount is refunded,
 * added to the customer's balance, or was paid back outside of Stripe.
 */
export function createCreditNote(
  world: World,
  params: z.output<typeof CreditNoteCreate>,
): CreditNote {
  const invoice = find(world.store.invoices, 'invoice', params.invoice, 'invoice')
  if (invoice.status !== 'open' && invoice.status !== 'paid') {
    throw invalid('Credit notes can only be issued for open or paid invoices.', 'invoice')
  }
  const lines = linesOf(world, invoice, params)
  const totals = totalsOf(lines)
  const amount = totals.total
  const before = invoice.pre_payment_credit_notes_amount + invoice.post_payment_credit_notes_amount
  if (amount < 1 || amount + before > invoice.total) {
    throw invalid('The credit note is for more than what is left of the invoice.', 'amount')
  }
  const isOpen = invoice.status === 'open'
  const split = {
    refund: params.refund_amount ?? 0,
    credit: params.credit_amount ?? 0,
    outOfBand: params.out_of_band_amount ?? 0,
  }
  if (!isOpen && split.refund + split.credit + split.outOfBand !== amount) {
    throw invalid(
      `The sum of credit_amount, refund_amount and out_of_band_amount (${split.refund + split.credit + split.outOfBand}) must equal the amount of the credit note (${amount}).`,
      'amount',
    )
  }
  const customer = customerOf(world, invoice.customer ?? '', 'customer')
  const refund = split.refund ? refundOf(world, invoice, split.refund) : null
  const id = world.ids.next('cn', 24)
  const entry = split.credit
    ? changeBalance(world, customer, -split.credit, invoice.currency, {
        type: 'credit_note',
        credit_note: id,
        invoice: invoice.id,
      })
    : null
  const notes = world.store.creditNotes.where('invoice', invoice.id).length
  const now = world.clock.seconds()
  const note = create(world, world.store.creditNotes, {
    id,
    object: 'credit_note',
    amount,
    amount_shipping: 0,
    created: now,
    currency: invoice.currency,
    customer: customer.id,
    customer_account: null,
    customer_balance_transaction: entry?.id ?? null,
    effective_at: now,
    invoice: invoice.id,
    lines: list(lines, `/v1/credit_notes/${id}/lines`),
    livemode: false,
    memo: params.memo ?? null,
    metadata: withMetadata({}, params.metadata),
    number: `${invoice.number}-CN-${String(notes + 1).padStart(2, '0')}`,
    out_of_band_amount: split.outOfBand || null,
    pdf: `${world.settings.baseUrl}/i/${invoice.id}/pdf`,
    post_payment_amount: isOpen ? 0 : amount,
    pre_payment_amount: isOpen ? amount : 0,
    pretax_credit_amounts: [],
    reason: params.reason ?? null,
    refunds: refund ? ([{ amount_refunded: split.refund, refund: refund.id }] as never) : [],
    shipping_cost: null,
    status: 'issued',
    ...totals,
    type: isOpen ? 'pre_payment' : 'post_payment',
    voided_at: null,
  } satisfies CreditNote)
  emit(world, 'credit_note.created', note)
  applyTo(world, invoice, amount)
  return note
}

export const previewCreditNote = (world: World, params: z.output<typeof CreditNoteCreate>) =>
  dryRun(world, () => createCreditNote(world, params))

export function updateCreditNote(
  world: World,
  id: string,
  params: z.output<typeof CreditNoteUpdate>,
): CreditNote {
  const note = find(world.store.creditNotes, 'credit note', id)
  return change(
    world,
    world.store.creditNotes,
    note,
    {
      metadata: withMetadata(note.metadata, params.metadata),
      ...(params.memo && { memo: params.memo }),
    },
    'credit_note.updated',
  )
}

export function voidCreditNote(world: World, id: string): CreditNote {
  const note = find(world.store.creditNotes, 'credit note', id)
  const invoice = find(world.store.invoices, 'invoice', note.invoice)
  if (note.type !== 'pre_payment' || invoice.status !== 'open' || note.status === 'void') {
    throw invalid('You can only void a credit note of an open invoice.')
  }
  applyTo(world, invoice, -note.amount)
  return change(
    world,
    world.store.creditNotes,
    note,
    { status: 'void', voided_at: world.clock.seconds() },
    'credit_note.voided',
  )
}

function applyTo(world: World, invoice: Invoice, amount: number): void {
  if (invoice.status === 'paid') {
    change(
      world,
      world.store.invoices,
      invoice,
      { post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + amount },
      'invoice.updated',
    )
    return
  }
  const due = invoice.amount_due - amount
  const less = change(
    world,
    world.store.invoices,
    invoice,
    {
      pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + amount,
      amount_due: due,
      amount_remaining: due - invoice.amount_paid,
    },
    'invoice.updated',
  )
  if (less.amount_remaining > 0) {
    askForRest(world, less, less.amount_remaining)
    return
  }
  cancelOpenPayments(world, less)
  markPaidWithoutCharge(world, less)
}

function linesOf(world: World, invoice: Invoice, params: z.output<typeof CreditNoteCreate>) {
  const given = params.lines ?? [
    {
      type: 'custom_line_item' as const,
      description: params.memo ?? `Credit for invoice ${invoice.number}`,
      unit_amount:
        params.amount ??
        (params.credit_amount ?? 0) +
          (params.refund_amount ?? 0) +
          (params.out_of_band_amount ?? 0),
      quantity: 1,
    },
  ]
  return given.map((line, i) => {
    const of = 'invoice_line_item' in line ? line.invoice_line_item : undefined
    const original = of ? invoice.lines.data.find((each) => each.id === of) : undefined
    if (of && !original)
      throw invalid(`No such invoice line item: '${of}'`, 'lines', 'resource_missing')
    const quantity = line.quantity ?? 1
    const asked = 'amount' in line ? line.amount : undefined
    const amount =
      asked ?? (line.unit_amount !== undefined ? line.unit_amount * quantity : original?.amount)
    if (amount === undefined)
      throw invalid('Missing required param: lines[0][amount].', 'lines', 'parameter_missing')
    const discounts = creditedDiscounts(amount, original)
    const off = discounts.reduce((sum, each) => sum + each.amount, 0)
    return {
      id: world.ids.next('cnli', 24),
      object: 'credit_note_line_item' as const,
      amount,
      description: line.description ?? original?.description ?? null,
      discount_amount: off,
      discount_amounts: discounts,
      ...(of && { invoice_line_item: of }),
      livemode: false,
      metadata: {},
      pretax_credit_amounts: [],
      quantity,
      ...creditedTaxes(world, line, { amount, off }, original, `lines[${i}]`),
      type: line.type,
      unit_amount: line.unit_amount ?? null,
      unit_amount_decimal: line.unit_amount === undefined ? null : String(line.unit_amount),
    }
  })
}

/** The totals of a credit note: what its lines credit, less their discounts, with their taxes. */
function totalsOf(lines: ReturnType<typeof linesOf>) {
  const taxes = lines.flatMap((line) => line.taxes)
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0)
  const discount_amount = lines.reduce((sum, line) => sum + line.discount_amount, 0)
  const discounts = lines.flatMap((line) => line.discount_amounts)
  const ids = [...new Set(discounts.map((each) => each.discount))]
  const total = subtotal - discount_amount + exclusiveOf(taxes)
  return {
    discount_amount,
    discount_amounts: ids.map((discount) => ({
      discount,
      amount: discounts
        .filter((each) => each.discount === discount)
        .reduce((sum, each) => sum + each.amount, 0),
    })),
    subtotal,
    subtotal_excluding_tax: subtotal - inclusiveOf(taxes),
    total,
    total_excluding_tax: total - exclusiveOf(taxes) - inclusiveOf(taxes),
    total_taxes: totalTaxes(taxes),
  }
}

function refundOf(world: World, invoice: Invoice, amount: number) {
  const payment = world.store.invoicePayments
    .where('invoice', invoice.id)
    .find((each) => each.status === 'paid')
  if (!payment?.payment.payment_intent) {
    throw invalid(
      'This invoice was not paid through Stripe: there is nothing to refund.',
      'refund_amount',
    )
  }
  return createRefund(world, { payment_intent: payment.payment.payment_intent, amount })
}
