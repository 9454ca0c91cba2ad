import { methodFor } from '../customers/default-method'
import { newSetupIntent } from '../payments/setup-intents'
import type { Invoice, InvoiceLine, SetupIntent, Subscription } from '../world/types'
import type { World } from '../world/world'
import { saveSubscription } from './save'

/**
 * The subscription with a setup intent for later payments, if it starts with nothing to pay and its
 * payment method has to be authenticated, or, for `default_incomplete`, if it has none.
 */
export function withPendingSetup(
  world: World,
  subscription: Subscription,
  lines: InvoiceLine[],
  isIncomplete: boolean,
): Subscription {
  const isFree = lines.every((line) => line.amount === 0)
  const isCharged = subscription.collection_method === 'charge_automatically'
  const method = methodFor(world, subscription)
  if (!isFree || !isCharged || !(method ? needsSetup(world, method) : isIncomplete)) {
    return subscription
  }
  const { id } = newSetupIntent(world, {
    customer: subscription.customer,
    usage: 'off_session',
    ...(method && { payment_method: method, ...waitingFor(isIncomplete) }),
  })
  const waiting = { ...subscription, pending_setup_intent: id }
  world.store.subscriptions.put(waiting)
  return waiting
}

/** Whether a saved card asks for 3-D Secure when it is charged. */
function needsSetup(world: World, methodId: string): boolean {
  const onFile = world.store.cardsOnFile.get(methodId)
  return onFile?.behavior.authentication === 'unless_set_up' && !onFile.authenticated
}

/** With `default_incomplete` the client confirms. Otherwise we tried, and the bank asks the buyer. */
const waitingFor = (isIncomplete: boolean): Partial<SetupIntent> =>
  isIncomplete
    ? { status: 'requires_confirmation' }
    : {
        status: 'requires_action',
        next_action: { type: 'use_stripe_sdk', use_stripe_sdk: {} },
      }

/** Ends the wait of the subscription that this setup intent belongs to. */
export function setupSucceeded(world: World, intent: SetupIntent): void {
  const subscription = world.store.subscriptions
    .where('customer', intent.customer ?? '')
    .find((each) => each.pending_setup_intent === intent.id)
  if (!subscription) return
  saveSubscription(
    world,
    subscription,
    { pending_setup_intent: null, ...defaultMethod(subscription, intent.payment_method) },
    'customer.subscription.updated',
  )
}

/** Saves the payment method that paid an invoice, if the subscription asks for it. */
export function savePaidMethod(
  world: World,
  subscription: Subscription,
  invoice: Invoice,
): Subscription {
  if (subscription.payment_settings?.save_default_payment_method !== 'on_subscription') {
    return subscription
  }
  const paid = world.store.invoicePayments
    .where('invoice', invoice.id)
    .findLast((each) => each.status === 'paid')
  const intent = world.store.paymentIntents.get(paid?.payment.payment_intent ?? '')
  const patch = defaultMethod(subscription, intent?.payment_method ?? null)
  return saveSubscription(world, subscription, patch, 'customer.subscription.updated')
}

const defaultMethod = (
  { payment_settings }: Subscription,
  method: string | null,
): Partial<Subscription> =>
  method && payment_settings?.save_default_payment_method === 'on_subscription'
    ? { default_payment_method: method }
    : {}
