import { invoiceOfIntent } from '../invoices/collect'
import type { PaymentAttempt } from '../world/payment-attempt'
import type { CheckoutSession } from '../world/types'
import { change, emit, type World } from '../world/world'

/** Sends the result of a bank payment for a session that was completed with it, days later. */
export function checkoutPaymentSettled(world: World, attempt: PaymentAttempt): void {
  if (attempt.kind !== 'succeeded' && attempt.kind !== 'declined') return
  const session = sessionPaidBy(world, attempt.intent.id)
  if (session?.status !== 'complete' || session.payment_status !== 'unpaid') return
  if (attempt.kind === 'succeeded') {
    const paid = change(world, world.store.checkoutSessions, session, { payment_status: 'paid' })
    emit(world, 'checkout.session.async_payment_succeeded', paid)
  } else emit(world, 'checkout.session.async_payment_failed', session)
}

function sessionPaidBy(world: World, intentId: string): CheckoutSession | undefined {
  const invoice = invoiceOfIntent(world, intentId)
  const intent = world.store.paymentIntents.get(intentId)
  return world.store.checkoutSessions
    .where('customer', intent?.customer ?? null)
    .find(
      (session) =>
        session.payment_intent === intentId || (invoice && session.invoice === invoice.id),
    )
}
