import { AUTHENTICATION_FAILED, GENERIC_DECLINE } from '../../customers/declines'
import { storePaymentMethod } from '../../customers/payment-methods/create'
import { attemptPayment } from '../../payments/attempts'
import { newPaymentIntent } from '../../payments/payment-intents'
import type { Buyer, CardBehavior, Decline } from '../../world/records'
import type { CheckoutSession } from '../../world/types'
import type { World } from '../../world/world'
import type { CardPayment } from './order'
import type { CheckoutResult } from './result'

/** Declines a payment. Leaves a payment intent and a failed charge; the session stays open. */
export function decline(
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

/** Why the bank refuses the card before it is charged, if it does. */
export function immediateDecline(
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

export const billingOf = (session: CheckoutSession, buyer: Buyer) => ({
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
