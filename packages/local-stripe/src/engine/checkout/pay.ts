import { createCustomer } from '../customers/customers'
import { AUTHENTICATION_FAILED, GENERIC_DECLINE } from '../customers/declines'
import { attachPaymentMethod } from '../customers/payment-methods/attach'
import { behaviorOf, recordAuthentication } from '../customers/payment-methods/behavior'
import { storePaymentMethod } from '../customers/payment-methods/create'
import { bankBehavior, cardBehavior } from '../customers/test-cards'
import { attemptPayment } from '../payments/attempts'
import { newPaymentIntent } from '../payments/payment-intents'
import { completeSetupIntent } from '../payments/setup-intents'
import { createSubscription } from '../subscriptions/create'
import { invalid } from '../world/errors'
import { withMetadata } from '../world/params'
import type { Buyer, CardBehavior, Decline, PendingCheckout } from '../world/records'
import type { CheckoutSession, PaymentIntent, PaymentMethod } from '../world/types'
import { change, emit, find, type World } from '../world/world'
import { saveTaxAddress } from './checkout-tax'
import { withAnswers } from './custom-fields'
import { payThroughInvoice } from './invoice-creation'
import { locateBuyer } from './locate-buyer'
import { openSession } from './open-session'
import { detailsOf } from './sessions'
import { startedSubscription } from './started-subscription'

/** What the buyer pays with. */
export type PayWith =
  | { number: string }
  | { bank: 'succeeds' | 'fails' }
  /** A card that the customer has saved. */
  | { paymentMethod: string }
  /** Nothing is due, and the session collects a payment method only if required. */
  | { nothing: true }

export type CheckoutResult =
  | { kind: 'paid'; session: CheckoutSession; url: string | null }
  /** Complete, with a bank payment that settles later. */
  | { kind: 'processing'; session: CheckoutSession; url: string | null }
  | { kind: 'declined'; message: string; code: string }
  /** Needs 3-D Secure. `completeAuthentication` continues. */
  | { kind: 'requires_action'; session: CheckoutSession }

/** Pays an open session, as its hosted page does. */
export function payCheckout(
  world: World,
  id: string,
  payWith: PayWith,
  buyer: Buyer = {},
): CheckoutResult {
  const session = locateBuyer(world, openSession(world, id), buyer)
  if ('nothing' in payWith) {
    if (session.amount_total !== 0 || session.payment_method_collection !== 'if_required') {
      throw invalid('This Checkout Session needs a payment method.', 'payment_method')
    }
    return complete(world, session, null, buyer, false)
  }
  const saved =
    'paymentMethod' in payWith ? savedMethod(world, session, payWith.paymentMethod) : null
  const behavior = saved
    ? behaviorOf(world, saved)
    : 'bank' in payWith
      ? bankBehavior(payWith.bank === 'succeeds')
      : cardBehavior('number' in payWith ? payWith.number : '')
  if (!behavior) {
    return { kind: 'declined', message: 'Your card number is invalid.', code: 'incorrect_number' }
  }
  requireAccepted(session, behavior)
  const payment = { behavior, buyer, saved: saved?.id ?? null }
  const declined = immediateDecline(world, session, behavior)
  if (declined) return decline(world, session, payment, declined)
  const known = saved && world.store.cardsOnFile.get(saved.id)?.authenticated
  if (behavior.authentication === 'always' || (behavior.authentication && !known)) {
    world.store.checkoutOrders.put({ ...orderOf(world, session), pendingAuthentication: payment })
    return { kind: 'requires_action', session }
  }
  return charge(world, session, payment, false)
}

/** Pays with an existing payment method that is not attached to a customer. */
export function payCheckoutWith(world: World, id: string, methodId: string): CheckoutResult {
  const open = openSession(world, id)
  const method = find(world.store.paymentMethods, 'PaymentMethod', methodId, 'payment_method')
  const { address, email, name } = method.billing_details
  const buyer = {
    ...(address?.country && { country: address.country }),
    ...(email && { email }),
    ...(name && { name }),
  }
  const session = locateBuyer(world, open, buyer)
  const behavior = behaviorOf(world, method)
  requireAccepted(session, behavior)
  const declined = immediateDecline(world, session, behavior)
  const payment = { behavior, buyer, saved: method.id }
  return declined
    ? decline(world, session, payment, declined)
    : charge(world, session, payment, false)
}

/** The page offers only the session's types of payment methods. */
function requireAccepted({ payment_method_types: types }: CheckoutSession, by: CardBehavior): void {
  const takesBanks = types.some((type) => type === 'us_bank_account' || type === 'sepa_debit')
  if (by.bank ? takesBanks : types.includes('card')) return
  throw invalid(`This Checkout Session accepts only ${types.join(', ')}.`, 'payment_method')
}

/** Continues after 3-D Secure. Nothing is charged before. */
export function completeAuthentication(
  world: World,
  id: string,
  answer: 'success' | 'fail',
): CheckoutResult {
  const session = openSession(world, id)
  const order = orderOf(world, session)
  if (!order.pendingAuthentication)
    throw invalid('This Checkout Session is not waiting for authentication.')
  world.store.checkoutOrders.put({ ...order, pendingAuthentication: null })
  return answer === 'success'
    ? charge(world, session, order.pendingAuthentication, true)
    : decline(world, session, order.pendingAuthentication, AUTHENTICATION_FAILED)
}

/** The success URL, with the session's id in the place of `{CHECKOUT_SESSION_ID}`. */
export function successUrl(session: CheckoutSession): string | null {
  const url = session.success_url ?? session.return_url
  return url?.replaceAll(/\{CHECKOUT_SESSION_ID\}|%7BCHECKOUT_SESSION_ID%7D/g, session.id) ?? null
}

/** Whether the page should show the 3-D Secure step. */
export const awaitsAuthentication = (world: World, session: CheckoutSession): boolean =>
  orderOf(world, session).pendingAuthentication !== null

type CardPayment = NonNullable<PendingCheckout['pendingAuthentication']>

function charge(
  world: World,
  session: CheckoutSession,
  payment: CardPayment,
  authenticated: boolean,
): CheckoutResult {
  const { behavior, buyer, saved } = payment
  if (behavior.declinesCharges && (session.amount_total ?? 0) > 0) {
    return decline(world, session, payment, behavior.declinesCharges)
  }
  const method = saved
    ? find(world.store.paymentMethods, 'PaymentMethod', saved)
    : storePaymentMethod(world, behavior, {
        card: { exp_month: buyer.expMonth, exp_year: buyer.expYear },
        billing: billingOf(session, buyer),
        allow_redisplay: session.mode === 'payment' ? 'limited' : 'always',
      })
  return complete(world, session, method, buyer, authenticated)
}

function complete(
  world: World,
  session: CheckoutSession,
  method: PaymentMethod | null,
  buyer: Buyer,
  authenticated: boolean,
): CheckoutResult {
  world.agenda.cancel('expire session', session.id)
  const customer = customerFor(world, session, buyer)
  saveTaxAddress(world, orderOf(world, session), customer, buyer)
  if (method && authenticated) recordAuthentication(world, method)
  const made =
    session.mode === 'subscription'
      ? subscribe(world, session, customer ?? '', method, authenticated)
      : session.mode === 'setup'
        ? setUp(world, session, customer, method)
        : payOnce(world, session, customer, method, authenticated)
  const completed = change(world, world.store.checkoutSessions, session, {
    ...made,
    status: 'complete',
    url: null,
    customer,
    consent: consentOf(session, buyer),
    custom_fields: withAnswers(session.custom_fields, buyer.customFields),
    customer_details: {
      address: null,
      business_name: null,
      individual_name: null,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
      ...(customer && detailsOf(world, customer)),
      email: buyer.email ?? session.customer_details?.email ?? session.customer_email,
      name: buyer.name ?? session.customer_details?.name ?? null,
    },
  })
  emit(world, 'checkout.session.completed', completed)
  const kind = completed.payment_status === 'unpaid' ? 'processing' : 'paid'
  return { kind, session: completed, url: successUrl(completed) }
}

function subscribe(
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

function payOnce(
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

function setUp(
  world: World,
  session: CheckoutSession,
  customer: string | null,
  method: PaymentMethod | null,
): Partial<CheckoutSession> {
  if (!method) throw invalid('This Checkout Session needs a payment method.', 'payment_method')
  completeSetupIntent(world, session.setup_intent ?? '', customer, method)
  return { payment_status: NOTHING_DUE }
}

/** Declines a payment. Leaves a payment intent and a failed charge; the session stays open. */
function decline(
  world: World,
  session: CheckoutSession,
  { behavior, buyer }: CardPayment,
  decline: Decline,
): CheckoutResult {
  const amount = session.amount_total ?? 0
  if (amount > 0 && decline !== AUTHENTICATION_FAILED) {
    const method = storePaymentMethod(
      world,
      { ...behavior, declines: decline },
      { billing: billingOf(session, buyer) },
    )
    const intent = newPaymentIntent(world, amount, session.currency ?? 'usd', {
      customer: session.customer,
      payment_method_types: session.payment_method_types,
    })
    attemptPayment(world, intent, method)
  }
  const generic = decline.decline_code === 'generic_decline'
  return {
    kind: 'declined',
    code: decline.decline_code ?? decline.code,
    message: generic ? 'Your card was declined. Please try a different card.' : decline.message,
  }
}

function immediateDecline(
  world: World,
  session: CheckoutSession,
  behavior: CardBehavior,
): Decline | null {
  if (behavior.declines) return behavior.declines
  if ((session.amount_total ?? 0) === 0) return null
  const notes = session.customer ? world.store.customerNotes.get(session.customer) : undefined
  if (!notes?.nextPaymentFails)
    return behavior.authentication ? null : (behavior.declinesCharges ?? null)
  world.store.customerNotes.put({ ...notes, nextPaymentFails: false })
  return GENERIC_DECLINE
}

function customerFor(world: World, session: CheckoutSession, buyer: Buyer): string | null {
  if (session.customer) return session.customer
  const needsNone = session.mode !== 'subscription' && !session.invoice_creation?.enabled
  if (needsNone && session.customer_creation !== 'always') return null
  const email = buyer.email ?? session.customer_email
  return createCustomer(world, { ...(email && { email }), ...(buyer.name && { name: buyer.name }) })
    .id
}

function savedMethod(world: World, session: CheckoutSession, id: string): PaymentMethod {
  const method = find(world.store.paymentMethods, 'PaymentMethod', id, 'payment_method')
  if (method.customer === session.customer && session.customer) return method
  throw invalid('This payment method belongs to someone else.', 'payment_method')
}

const consentOf = (
  { consent_collection: asked }: CheckoutSession,
  { acceptsTerms, acceptsPromotions }: Buyer,
): CheckoutSession['consent'] =>
  asked && {
    promotions: asked.promotions === 'auto' ? (acceptsPromotions ? 'opt_in' : 'opt_out') : null,
    terms_of_service: asked.terms_of_service === 'required' && acceptsTerms ? 'accepted' : null,
  }

const orderOf = (world: World, session: CheckoutSession): PendingCheckout =>
  find(world.store.checkoutOrders, 'checkout session', session.id)

const billingOf = (session: CheckoutSession, buyer: Buyer) => ({
  email: buyer.email ?? session.customer_email ?? session.customer_details?.email ?? null,
  name: buyer.name ?? null,
  ...((buyer.country || buyer.postalCode) && {
    address: {
      city: null,
      country: buyer.country ?? null,
      line1: null,
      line2: null,
      postal_code: buyer.postalCode ?? null,
      state: null,
    },
  }),
})

const NOTHING_DUE = 'no_payment_required' as const
