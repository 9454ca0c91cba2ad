import type { z } from 'zod'
import { changeBalance } from '../customers/balance'
import { customerOf } from '../customers/customers'
import { cancelPaymentIntent } from '../payments/payment-intents'
import { invalid } from '../world/errors'
import { hash, text } from '../world/params'
import { type Invoice, type InvoicePayment, type List, list } from '../world/types'
import { change, create, emit, find, type World } from '../world/world'
import { markPaid } from './mark-paid'

export const InvoiceAttachPayment = hash({
  payment_intent: text.optional(),
  payment_record: text.optional(),
})

/** The payment that Stripe made for an open invoice when it was finalized. */
export function openPayment(world: World, invoice: Invoice): InvoicePayment {
  const payment = openPayments(world, invoice).find((each) => each.is_default)
  if (!payment) throw new Error(`open invoice ${invoice.id} has no open payment`)
  return payment
}

const openPayments = (world: World, invoice: Invoice): InvoicePayment[] =>
  world.store.invoicePayments.where('invoice', invoice.id).filter((each) => each.status === 'open')

/** Cancels the open payments of an invoice and their payment intents. */
export function cancelOpenPayments(world: World, invoice: Invoice): void {
  for (const payment of openPayments(world, invoice)) {
    world.store.invoicePayments.put({
      ...payment,
      status: 'canceled',
      status_transitions: { ...payment.status_transitions, canceled_at: world.clock.seconds() },
    })
    const intent = world.store.paymentIntents.get(payment.payment.payment_intent ?? '')
    if (intent && intent.status !== 'succeeded' && intent.status !== 'canceled') {
      if (intent.status !== 'processing') {
        cancelPaymentIntent(world, intent.id, { cancellation_reason: 'void_invoice' })
      }
    }
  }
}

/** Attaches a payment intent or a payment record to an open invoice, and credits what it has paid. */
export function attachPayment(
  world: World,
  id: string,
  params: z.output<typeof InvoiceAttachPayment>,
): Invoice {
  const invoice = find(world.store.invoices, 'invoice', id)
  if (invoice.status !== 'open') {
    throw invalid(
      `You can only attach payments to an open invoice. This invoice is ${invoice.status}.`,
      undefined,
      'invoice_not_editable',
    )
  }
  const { requested, received, payment } = paymentFrom(world, invoice, params)
  const attached = create<InvoicePayment>(world, world.store.invoicePayments, {
    id: world.ids.next('inpay', 24),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: requested,
    created: world.clock.seconds(),
    currency: invoice.currency,
    invoice: id,
    is_default: false,
    livemode: false,
    payment,
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  })
  if (received > 0) creditPayment(world, invoice, attached, received)
  return find(world.store.invoices, 'invoice', id)
}

function paymentFrom(
  world: World,
  invoice: Invoice,
  { payment_intent, payment_record }: z.output<typeof InvoiceAttachPayment>,
): { requested: number; received: number; payment: InvoicePayment['payment'] } {
  if ((payment_intent === undefined) === (payment_record === undefined)) {
    throw invalid('You must provide exactly one of payment_intent or payment_record.')
  }
  if (payment_record !== undefined) {
    const record = find(
      world.store.paymentRecords,
      'payment_record',
      payment_record,
      'payment_record',
    )
    requireFitting(world, invoice, {
      ...record.amount_requested,
      customer: record.customer_details?.customer ?? invoice.customer,
      id: record.id,
    })
    return {
      requested: record.amount_requested.value,
      received: record.amount_guaranteed.value,
      payment: { type: 'payment_record', payment_record },
    }
  }
  const intent = find(
    world.store.paymentIntents,
    'payment_intent',
    payment_intent ?? '',
    'payment_intent',
  )
  if (intent.status === 'canceled') {
    throw invalid('A canceled PaymentIntent cannot be attached to an invoice.', 'payment_intent')
  }
  requireFitting(world, invoice, intent)
  return {
    requested: intent.amount,
    received: intent.status === 'succeeded' ? intent.amount_received : 0,
    payment: { type: 'payment_intent', payment_intent: intent.id },
  }
}

function requireFitting(
  world: World,
  invoice: Invoice,
  payment: { id: string; currency: string; customer: string | null },
): void {
  if (payment.currency !== invoice.currency) {
    throw invalid(
      `The currency of the payment (${payment.currency}) does not match the currency of the invoice (${invoice.currency}).`,
    )
  }
  if (payment.customer !== invoice.customer) {
    throw invalid('The payment must belong to the same customer as the invoice.')
  }
  const isAttached = world.store.invoicePayments
    .all()
    .some(({ payment: { payment_intent, payment_record } }) =>
      [payment_intent, payment_record].includes(payment.id),
    )
  if (isAttached) throw invalid(`The payment ${payment.id} is already attached to an invoice.`)
}

/**
 * Credits to an invoice what a payment has received. The invoice stays open until nothing remains;
 * what is too much goes to the customer's balance.
 */
export function creditPayment(
  world: World,
  invoice: Invoice,
  payment: InvoicePayment,
  received: number,
  given: Partial<Invoice> = {},
): Invoice {
  const applied = Math.min(received, invoice.amount_remaining)
  const remaining = invoice.amount_remaining - applied
  change(
    world,
    world.store.invoicePayments,
    payment,
    {
      status: 'paid',
      amount_paid: applied,
      status_transitions: { ...payment.status_transitions, paid_at: world.clock.seconds() },
    },
    'invoice_payment.paid',
  )
  const amounts = { ...given, amount_paid: invoice.amount_paid + applied }
  if (remaining > 0) {
    askForRest(world, invoice, remaining)
    return change(
      world,
      world.store.invoices,
      invoice,
      { ...amounts, amount_remaining: remaining },
      'invoice.updated',
    )
  }
  cancelOpenPayments(world, invoice)
  const paid = markPaid(world, invoice, { ...amounts, amount_overpaid: received - applied })
  return creditOverpayment(world, paid)
}

/** The payment of the invoice itself asks only for what remains. */
export function askForRest(world: World, invoice: Invoice, remaining: number): void {
  const payment = openPayments(world, invoice).find((each) => each.is_default)
  const intent = world.store.paymentIntents.get(payment?.payment.payment_intent ?? '')
  if (!payment || !intent || intent.status === 'processing') return
  world.store.invoicePayments.put({ ...payment, amount_requested: remaining })
  world.store.paymentIntents.put({ ...intent, amount: remaining })
}

function creditOverpayment(world: World, paid: Invoice): Invoice {
  if (paid.amount_overpaid === 0) return paid
  const customer = customerOf(world, paid.customer ?? '', 'customer')
  changeBalance(world, customer, -paid.amount_overpaid, paid.currency, {
    type: 'invoice_overpaid',
    invoice: paid.id,
  })
  emit(world, 'invoice.overpaid', paid)
  return paid
}

/** The `payments` of an invoice, which are shown only when expanded. */
export const paymentsOf = (world: World, id: string): List<InvoicePayment> =>
  list(world.store.invoicePayments.where('invoice', id), `/v1/invoice_payments?invoice=${id}`)
