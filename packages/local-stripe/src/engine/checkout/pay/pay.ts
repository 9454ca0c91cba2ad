import { AUTHENTICATION_FAILED } from '../../customers/declines'
import { behaviorOf } from '../../customers/payment-methods/behavior'
import { storePaymentMethod } from '../../customers/payment-methods/create'
import { bankBehavior, cardBehavior } from '../../customers/test-cards'
import { invalid } from '../../world/errors'
import type { Buyer, CardBehavior } from '../../world/records'
import type { CheckoutSession, PaymentMethod } from '../../world/types'
import { find, type World } from '../../world/world'
import { locateBuyer } from '../locate-buyer'
import { openSession } from '../open-session'
import { complete } from './complete'
import { billingOf, decline, immediateDecline } from './decline'
import { type CardPayment, orderOf } from './order'
import type { CheckoutResult } from './result'

/** What the buyer pays with. */
export type PayWith =
  | { number: string }
  | { bank: 'succeeds' | 'fails' }
  /** A card that the customer has saved. */
  | { paymentMethod: string }
  /** Nothing is due, and the session collects a payment method only if required. */
  | { nothing: true }

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

/** Whether the page should show the 3-D Secure step. */
export const awaitsAuthentication = (world: World, session: CheckoutSession): boolean =>
  orderOf(world, session).pendingAuthentication !== null

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

function savedMethod(world: World, session: CheckoutSession, id: string): PaymentMethod {
  const method = find(world.store.paymentMethods, 'PaymentMethod', id, 'payment_method')
  if (method.customer === session.customer && session.customer) return method
  throw invalid('This payment method belongs to someone else.', 'payment_method')
}
