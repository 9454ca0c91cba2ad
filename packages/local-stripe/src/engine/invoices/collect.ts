import { NO_PAYMENT_METHOD } from '../customers/declines'
import { methodFor } from '../customers/default-method'
import { setDelinquent } from '../customers/delinquent'
import { resolvePaymentMethod } from '../customers/payment-methods/create'
import { attemptPayment } from '../payments/attempts'
import { DAY } from '../world/calendar'
import { invalid } from '../world/errors'
import type { PaymentAttempt } from '../world/payment-attempt'
import type { Decline } from '../world/records'
import type { Invoice, InvoicePayment } from '../world/types'
import { change, emit, find, type World } from '../world/world'
import { creditPayment, openPayment } from './invoice-payments'

export type CollectionResult =
  | { kind: 'paid'; invoice: Invoice }
  | { kind: 'processing'; invoice: Invoice }
  | { kind: 'requires_action'; invoice: Invoice }
  | {
      kind: 'failed'
      invoice: Invoice
      decline: Decline
      charge: string | null
      intent: string | null
    }

/**
 * Charges an open invoice to `method`, or to the default payment method. `byHand` is set if a person
 * or the API asked for it, and not the subscription.
 */
export function collectInvoice(
  world: World,
  invoice: Invoice,
  how: { method?: string; offSession?: boolean; authenticated?: boolean; byHand?: boolean } = {},
): CollectionResult {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') {
    throw invalid('This invoice cannot be paid: it is not open.', undefined, 'invoice_not_editable')
  }
  const payment = openPayment(world, invoice)
  const methodId = how.method ?? methodOf(world, invoice)
  if (!methodId) {
    return outcome(world, invoice, { kind: 'nothing to charge' }, how.byHand)
  }
  const method = resolvePaymentMethod(world, methodId)
  const intent = find(
    world.store.paymentIntents,
    'payment_intent',
    payment.payment.payment_intent ?? '',
  )
  return outcome(world, invoice, attemptPayment(world, intent, method, how), how.byHand)
}

/**
 * Applies an attempt that was made on the payment intent itself, by the API or on the 3-D Secure
 * page.
 */
export function invoicePaymentSettled(world: World, attempt: PaymentAttempt): void {
  const invoice = invoiceOfIntent(world, attempt.intent.id)
  if (invoice?.status !== 'open' && invoice?.status !== 'uncollectible') return
  const payment = paymentWith(world, invoice, attempt.intent.id)
  if (payment.is_default) outcome(world, invoice, attempt, !isBounced(attempt))
  else if (attempt.kind === 'succeeded') {
    creditPayment(world, invoice, payment, attempt.intent.amount_received)
  }
}

/** The payment of an invoice that this payment intent makes. */
function paymentWith(world: World, invoice: Invoice, intent: string): InvoicePayment {
  const payment = world.store.invoicePayments
    .where('invoice', invoice.id)
    .find((each) => each.status === 'open' && each.payment.payment_intent === intent)
  if (!payment) throw new Error(`invoice ${invoice.id} has no open payment with ${intent}`)
  return payment
}

/** A bank payment that is returned days later fails by itself. */
const isBounced = (attempt: PaymentAttempt): boolean =>
  attempt.kind === 'declined' &&
  attempt.charge !== null &&
  attempt.charge.payment_method_details?.type !== 'card'

export function invoiceOfIntent(world: World, intentId: string): Invoice | undefined {
  const intent = world.store.paymentIntents.get(intentId)
  for (const invoice of intent?.customer
    ? world.store.invoices.where('customer', intent.customer)
    : []) {
    const payments = world.store.invoicePayments.where('invoice', invoice.id)
    if (payments.some((each) => each.payment.payment_intent === intentId)) return invoice
  }
  return undefined
}

/** The default payment method of the invoice, its subscription or its customer, in this order. */
function methodOf(world: World, invoice: Invoice): string | null {
  const subscriptionId = invoice.parent?.subscription_details?.subscription
  const subscription = subscriptionId ? world.store.subscriptions.get(subscriptionId) : undefined
  return methodFor(world, invoice, ...(subscription ? [subscription] : []))
}

function outcome(
  world: World,
  invoice: Invoice,
  attempt: PaymentAttempt | { kind: 'nothing to charge' },
  byHand = false,
): CollectionResult {
  const attempted = { attempted: true, attempt_count: invoice.attempt_count + 1 }
  switch (attempt.kind) {
    case 'succeeded': {
      const payment = paymentWith(world, invoice, attempt.intent.id)
      const received = attempt.intent.amount_received
      const credited = creditPayment(world, invoice, payment, received, attempted)
      return { kind: 'paid', invoice: credited }
    }
    case 'processing': {
      const waiting = change(world, world.store.invoices, invoice, attempted, 'invoice.updated')
      world.reactions.invoiceProcessing(world, waiting)
      return { kind: 'processing', invoice: waiting }
    }
    case 'requires_action': {
      const waiting = change(world, world.store.invoices, invoice, attempted, 'invoice.updated')
      emit(world, 'invoice.payment_action_required', waiting)
      world.reactions.invoiceFailed(world, waiting, 'requires_action')
      return { kind: 'requires_action', invoice: waiting }
    }
    case 'declined':
    case 'nothing to charge': {
      const failed = scheduleRetry(world, invoice, attempted)
      emit(world, 'invoice.payment_failed', failed)
      if (!byHand) setDelinquent(world, invoice.customer, true)
      if (attempt.kind === 'declined' && attempt.decline.code === 'authentication_required') {
        emit(world, 'invoice.payment_action_required', failed)
      }
      world.reactions.invoiceFailed(
        world,
        failed,
        failed.next_payment_attempt ? 'will retry' : 'gave up',
      )
      const latest = find(world.store.invoices, 'invoice', failed.id)
      return {
        kind: 'failed',
        invoice: latest,
        decline: attempt.kind === 'declined' ? attempt.decline : NO_PAYMENT_METHOD,
        charge: attempt.kind === 'declined' ? (attempt.charge?.id ?? null) : null,
        intent: attempt.kind === 'declined' ? attempt.intent.id : null,
      }
    }
  }
}

/**
 * Plans the next attempt, as `settings.dunning` says. The first payment of a subscription is not
 * retried: its invoice doesn't advance.
 */
function scheduleRetry(world: World, invoice: Invoice, attempted: Partial<Invoice>): Invoice {
  const count = attempted.attempt_count ?? 1
  const days = world.settings.dunning.retryAfterDays[count - 1]
  const retried = invoice.auto_advance && invoice.collection_method === 'charge_automatically'
  const next = retried && days !== undefined ? world.clock.seconds() + days * DAY : null
  if (next) world.agenda.plan('retry', invoice.id, next * 1000)
  else world.agenda.cancel('retry', invoice.id)
  return change(
    world,
    world.store.invoices,
    invoice,
    { ...attempted, next_payment_attempt: next },
    'invoice.updated',
  )
}
