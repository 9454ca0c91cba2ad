import type { z } from 'zod'
import { cardBehaviour } from './cards'
import { cardProblem } from './declines'
import { invalid } from './errors'
import {
  cancelOpenPayments,
  collectInvoice,
  openPayment,
  payInvoiceWithNothingDue,
} from './invoice-collect'
import { finalizeInvoice } from './invoice-finalize'
import { flag, hash, taken, text } from './params'
import { attachPaymentMethod, storePaymentMethod } from './payment-methods'
import { type Invoice, type InvoicePayment, type List, list } from './wire'
import { change, find, type World } from './world'

export const InvoicePay = hash({
  forgive: flag.optional(),
  mandate: taken,
  off_session: flag.optional(),
  paid_out_of_band: flag.optional(),
  payment_method: text.optional(),
  source: text.optional(),
})
export const InvoiceFinalize = hash({ auto_advance: flag.optional() })

export function payInvoice(world: World, id: string, params: z.output<typeof InvoicePay>): Invoice {
  const found = find(world.store.invoices, 'invoice', id)
  const invoice = found.status === 'draft' ? finalizeInvoice(world, found) : found
  if (invoice.status === 'paid' && found.status !== 'draft') {
    throw invalid('Invoice is already paid', undefined, 'invoice_already_paid')
  }
  if (invoice.status === 'paid') return invoice
  if (params.paid_out_of_band) {
    cancelOpenPayments(world, invoice)
    return payInvoiceWithNothingDue(world, invoice, { amount_paid: invoice.amount_due })
  }
  const method = params.payment_method ?? params.source
  if (params.source && invoice.customer) {
    attachPaymentMethod(world, params.source, invoice.customer)
  }
  const result = collectInvoice(world, invoice, { method, offSession: params.off_session ?? true })
  if (result.kind === 'failed') {
    const intent = result.intent ? world.store.paymentIntents.get(result.intent) : undefined
    throw cardProblem(result.decline, {
      ...(result.charge && { charge: result.charge }),
      ...(intent && { payment_intent: intent }),
    })
  }
  if (result.kind === 'requires_action') {
    throw cardProblem({
      code: 'invoice_payment_intent_requires_action',
      message:
        'Payment for this invoice requires additional user action before it can be completed successfully.',
    })
  }
  return result.invoice
}

/** From the hosted invoice: pays with a card typed there, which becomes the customer's own. */
export function payInvoiceWithCard(
  world: World,
  id: string,
  card: { number: string },
):
  | { kind: 'paid'; invoice: Invoice }
  | { kind: 'declined'; message: string }
  | { kind: 'requires_action'; intent: string } {
  const invoice = find(world.store.invoices, 'invoice', id)
  const behaviour = cardBehaviour(card.number)
  if (!behaviour || !invoice.customer) {
    return { kind: 'declined', message: 'Your card number is invalid.' }
  }
  const method = storePaymentMethod(world, behaviour, { allow_redisplay: 'always' })
  const result = collectInvoice(world, invoice, { method: method.id })
  if (result.kind === 'requires_action') {
    return {
      kind: 'requires_action',
      intent: openPayment(world, invoice).payment.payment_intent ?? '',
    }
  }
  if (result.kind === 'failed') return { kind: 'declined', message: result.decline.message }
  return { kind: 'paid', invoice: result.invoice }
}

export function voidInvoice(world: World, id: string): Invoice {
  const invoice = find(world.store.invoices, 'invoice', id)
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') {
    throw invalid(
      `You can only pass in open or uncollectible invoices. This invoice isn't open.`,
      undefined,
      'invoice_not_editable',
    )
  }
  cancelOpenPayments(world, invoice)
  world.agenda.cancel('retry', id)
  world.agenda.cancel('overdue', id)
  return change(
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
}

/** What an invoice was paid with: `invoice.payments`, given only when it is asked for. */
export const paymentsOf = (world: World, id: string): List<InvoicePayment> =>
  list(world.store.invoicePayments.where('invoice', id), `/v1/invoice_payments?invoice=${id}`)
