import type { z } from 'zod'
import { cardError } from '../../customers/declines'
import { attachPaymentMethod } from '../../customers/payment-methods/attach'
import { resolvePaymentMethod, storePaymentMethod } from '../../customers/payment-methods/create'
import { cardBehavior } from '../../customers/test-cards'
import { requireUsable } from '../../customers/usable'
import { invalid } from '../../world/errors'
import type { Invoice } from '../../world/types'
import { find, type World } from '../../world/world'
import { collectInvoice } from '../collect'
import { finalizeInvoice } from '../finalize'
import { cancelOpenPayments, openPayment } from '../invoice-payments'
import { markPaidWithoutCharge } from '../mark-paid'
import type { InvoicePay } from './params'

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
