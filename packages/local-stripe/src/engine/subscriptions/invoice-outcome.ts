import { voidInvoice } from '../invoices/by-hand/close'
import { HOUR } from '../world/calendar'
import type { Invoice, Subscription } from '../world/types'
import type { World } from '../world/world'
import { applyPendingUpdate } from './changes/pending-update'
import { endSubscription } from './end'
import { savePaidMethod } from './pending-setup'
import { resumptionFailed, resumptionSettled } from './resume'
import { saveSubscription } from './save'

/** Updates the subscription whose invoice was paid. */
export function subscriptionInvoicePaid(world: World, invoice: Invoice): void {
  const found = subscriptionOf(world, invoice)
  if (!found) return
  const subscription = savePaidMethod(world, found, invoice)
  resumptionSettled(world, subscription, invoice)
  if (subscription.pending_update && subscription.latest_invoice === invoice.id) {
    applyPendingUpdate(world, subscription)
    return
  }
  // With `send_invoice` an older invoice may be the overdue one.
  const settles =
    subscription.collection_method === 'send_invoice'
      ? !hasOverdueInvoice(world, subscription)
      : subscription.latest_invoice === invoice.id
  if (!settles && subscription.status !== 'incomplete') return
  if (!['incomplete', 'past_due', 'unpaid'].includes(subscription.status)) return
  const trialing = subscription.trial_end !== null && subscription.trial_end > world.clock.seconds()
  world.agenda.cancel('expire incomplete', subscription.id)
  saveSubscription(
    world,
    subscription,
    { status: trialing ? 'trialing' : 'active' },
    'customer.subscription.updated',
  )
}

export function subscriptionInvoiceUncollectible(world: World, invoice: Invoice): void {
  const subscription = subscriptionOf(world, invoice)
  if (subscription) resumptionSettled(world, subscription, invoice)
}

/**
 * With `bankStarts: 'active'`, a subscription is active while its first bank payment is processing.
 */
export function subscriptionInvoiceProcessing(world: World, invoice: Invoice): void {
  const subscription = subscriptionOf(world, invoice)
  if (subscription?.status !== 'incomplete' || world.settings.bankStarts !== 'active') return
  saveSubscription(world, subscription, { status: 'active' }, 'customer.subscription.updated')
}

/** A sent invoice is late from its due date, not from the day on which it was sent. */
export function subscriptionInvoiceOverdue(world: World, invoice: Invoice): void {
  const subscription = subscriptionOf(world, invoice)
  if (subscription?.status !== 'active') return
  saveSubscription(world, subscription, { status: 'past_due' }, 'customer.subscription.updated')
}

/** Some days after the due date, the subscription ends as after the last retry of a card. */
export function subscriptionInvoiceOverdueTooLong(world: World, invoice: Invoice): void {
  const subscription = subscriptionOf(world, invoice)
  if (subscription?.collection_method === 'send_invoice') endDunning(world, subscription)
}

function hasOverdueInvoice(world: World, { id, customer }: Subscription): boolean {
  const now = world.clock.seconds()
  return world.store.invoices
    .where('customer', customer)
    .some(
      ({ parent, status, due_date }) =>
        parent?.subscription_details?.subscription === id &&
        status === 'open' &&
        due_date !== null &&
        due_date <= now,
    )
}

export function subscriptionInvoiceFailed(
  world: World,
  invoice: Invoice,
  how: 'will retry' | 'gave up' | 'requires_action',
): void {
  const subscription = subscriptionOf(world, invoice)
  if (!subscription || subscription.pending_update) return
  if (subscription.status === 'paused') {
    if (how !== 'requires_action') resumptionFailed(world, subscription, invoice)
    return
  }
  if (invoice.billing_reason === 'subscription_create' && !isCollectedLikeRenewal(invoice)) {
    // The first payment can still succeed within 23 hours. Until then the subscription is
    // incomplete.
    if (subscription.status === 'incomplete') {
      const limit = (subscription.created + 23 * HOUR) * 1000
      const expires = Math.max(limit, world.clock.now())
      world.agenda.plan('expire incomplete', subscription.id, expires)
    } else if (subscription.status === 'active') {
      // It became active when the bank payment started, and stays so:
      // https://docs.stripe.com/billing/subscriptions/overview#delayed-payment-confirmation
      voidInvoice(world, invoice.id)
    }
    return
  }
  if (how === 'gave up' && invoice.auto_advance && invoice.attempt_count > 1) {
    endDunning(world, subscription)
    return
  }
  if (subscription.status === 'active' || subscription.status === 'trialing') {
    saveSubscription(world, subscription, { status: 'past_due' }, 'customer.subscription.updated')
  }
}

/** Whether this is the first invoice of a schedule, which is a draft first and retried like others. */
const isCollectedLikeRenewal = ({ auto_advance, collection_method }: Invoice) =>
  auto_advance && collection_method === 'charge_automatically'

/** What `settings.dunning.finally` says, after the last retry. */
function endDunning(world: World, subscription: Subscription): void {
  const { finally: last } = world.settings.dunning
  if (last === 'cancel') {
    endSubscription(world, subscription, { reason: 'payment_failed' })
  } else if (last === 'unpaid' && subscription.status !== 'unpaid') {
    saveSubscription(world, subscription, { status: 'unpaid' }, 'customer.subscription.updated')
  } else if (subscription.status === 'active') {
    saveSubscription(world, subscription, { status: 'past_due' }, 'customer.subscription.updated')
  }
}

function subscriptionOf(world: World, invoice: Invoice): Subscription | undefined {
  const id = invoice.parent?.subscription_details?.subscription
  const subscription = id ? world.store.subscriptions.get(id) : undefined
  const over = subscription?.status === 'canceled' || subscription?.status === 'incomplete_expired'
  return over ? undefined : subscription
}
