import { attachPaymentMethod } from '../../customers/payment-methods/attach'
import { attemptPayment } from '../../payments/attempts'
import { newPaymentIntent } from '../../payments/payment-intents'
import { completeSetupIntent } from '../../payments/setup-intents'
import { createSubscription } from '../../subscriptions/create'
import { invalid } from '../../world/errors'
import { withMetadata } from '../../world/params'
import type { PendingCheckout } from '../../world/records'
import type { CheckoutSession, PaymentIntent, PaymentMethod } from '../../world/types'
import { find, type World } from '../../world/world'
import { payThroughInvoice } from '../invoice-creation'
import { startedSubscription } from '../started-subscription'
import { orderOf } from './order'

/** Starts the subscription of a session. */
export function subscribe(
  world: World,
  session: CheckoutSession,
  customer: string,
  method: PaymentMethod | null,
  authenticated: boolean,
): Partial<CheckoutSession> {
  const order = orderOf(world, session)
  const card = method && attachPaymentMethod(world, method.id, customer)
  const subscription = createSubscription(
    world,
    {
      ...startedSubscription(world, order, { customer, currency: session.currency }),
      ...(card && { default_payment_method: card.id }),
      ...(session.payment_method_types.some((type) => type !== 'card') && {
        payment_settings: { payment_method_types: session.payment_method_types },
      }),
    },
    { method: card?.id, authenticated },
  )
  // There is none if nothing is due yet, as for metered prices.
  const invoice = subscription.latest_invoice
    ? find(world.store.invoices, 'invoice', subscription.latest_invoice)
    : null
  if (subscription.status === 'incomplete' && !method?.us_bank_account && !method?.sepa_debit) {
    throw new Error(`${session.id} was charged to a card that had already been looked at`)
  }
  return {
    subscription: subscription.id,
    invoice: invoice?.id ?? null,
    payment_status: !invoice
      ? NOTHING_DUE
      : invoice.status !== 'paid'
        ? 'unpaid'
        : invoice.total === 0
          ? NOTHING_DUE
          : 'paid',
  }
}

/** Takes the one-time payment of a session, through an invoice if it makes one. */
export function payOnce(
  world: World,
  session: CheckoutSession,
  customer: string | null,
  method: PaymentMethod | null,
  authenticated: boolean,
): Partial<CheckoutSession> {
  const order = orderOf(world, session)
  const payment = paymentOf(order)
  if (session.invoice_creation?.enabled && customer) {
    const how = { method, authenticated, payment }
    const invoice = payThroughInvoice(world, session, order, customer, how)
    const [paidBy] = world.store.invoicePayments.where('invoice', invoice.id)
    return {
      invoice: invoice.id,
      payment_intent: paidBy?.payment.payment_intent ?? null,
      payment_status: !paidBy ? NOTHING_DUE : invoice.status === 'paid' ? 'paid' : 'unpaid',
    }
  }
  const amount = session.amount_total ?? 0
  if (amount === 0 || !method) return { payment_status: NOTHING_DUE }
  const intent = newPaymentIntent(world, amount, session.currency ?? 'usd', {
    customer,
    payment_method_types: session.payment_method_types,
    ...payment,
  })
  const attempt = attemptPayment(world, intent, method, { authenticated })
  const isPaid = attempt.kind === 'succeeded' && attempt.intent.status === 'succeeded'
  return { payment_intent: intent.id, payment_status: isPaid ? 'paid' : 'unpaid' }
}

/** The fields of the payment intent that the session was given. */
function paymentOf({ paymentIntentData: data }: PendingCheckout): Partial<PaymentIntent> {
  const { metadata, ...given } = data ?? {}
  return { ...given, metadata: withMetadata({}, metadata) }
}

/** Saves the payment method of a session in setup mode. */
export function setUp(
  world: World,
  session: CheckoutSession,
  customer: string | null,
  method: PaymentMethod | null,
): Partial<CheckoutSession> {
  if (!method) throw invalid('This Checkout Session needs a payment method.', 'payment_method')
  completeSetupIntent(world, session.setup_intent ?? '', customer, method)
  return { payment_status: NOTHING_DUE }
}

const NOTHING_DUE = 'no_payment_required' as const
