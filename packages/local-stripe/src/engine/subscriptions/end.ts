import type { z } from 'zod'
import { cancelOpenPayments } from '../invoices/invoice-payments'
import { isLicensed } from '../invoices/lines'
import { creditUnusedTime } from '../invoices/proration'
import { closeUsage } from '../invoices/usage'
import { missing } from '../world/errors'
import type { InvoiceLine, Subscription } from '../world/types'
import { change, emit, find, type World } from '../world/world'
import type { SubscriptionCancel } from './cancellation'
import { saveSubscription } from './save'
import { closeScheduleOf } from './schedules/close'
import { invoicePendingItems } from './subscription-invoice'

export function cancelSubscription(
  world: World,
  id: string,
  params: z.output<typeof SubscriptionCancel>,
): Subscription {
  const subscription = find(world.store.subscriptions, 'subscription', id)
  // For this request, Stripe treats an ended subscription as missing.
  if (hasEnded(subscription)) throw missing('subscription', id)
  return cancelNow(world, subscription, params)
}

export function cancelNow(
  world: World,
  subscription: Subscription,
  params: z.output<typeof SubscriptionCancel>,
): Subscription {
  if (params.prorate) creditUnusedTime(world, subscription, world.clock.seconds())
  if (params.invoice_now)
    invoicePendingItems(world, subscription, unbilledUsage(world, subscription))
  const latest = find(world.store.subscriptions, 'subscription', subscription.id)
  return endSubscription(world, latest, {
    reason: 'cancellation_requested',
    ...(params.cancellation_details?.comment && { comment: params.cancellation_details.comment }),
    ...(params.cancellation_details?.feedback && {
      feedback: params.cancellation_details.feedback,
    }),
  })
}

/**
 * Ends a subscription, for any reason. Open invoices stay open but are not collected any more,
 * except `lastInvoice`, which bills the usage up to the end.
 */
export function endSubscription(
  world: World,
  subscription: Subscription,
  details: Partial<NonNullable<Subscription['cancellation_details']>>,
  lastInvoice?: string,
): Subscription {
  const now = world.clock.seconds()
  const status = subscription.status === 'incomplete' ? 'incomplete_expired' : 'canceled'
  for (const invoice of world.store.invoices.where('customer', subscription.customer)) {
    if (invoice.parent?.subscription_details?.subscription !== subscription.id) continue
    if (invoice.id === lastInvoice) continue
    if (status === 'incomplete_expired' && invoice.status === 'open') {
      cancelOpenPayments(world, invoice)
      change(
        world,
        world.store.invoices,
        invoice,
        {
          status: 'void',
          status_transitions: { ...invoice.status_transitions, voided_at: now },
        },
        'invoice.voided',
      )
    } else if (invoice.status === 'open' || invoice.status === 'draft') {
      world.agenda.cancel('retry', invoice.id)
      if (invoice.status === 'draft') world.agenda.cancel('finalize', invoice.id)
      change(
        world,
        world.store.invoices,
        invoice,
        { auto_advance: false, next_payment_attempt: null, automatically_finalizes_at: null },
        'invoice.updated',
      )
    }
  }
  const ended = saveSubscription(world, subscription, {
    status,
    canceled_at: subscription.canceled_at ?? now,
    ended_at: now,
    cancel_at_period_end: subscription.cancel_at_period_end,
    pending_update: null,
    cancellation_details: {
      ...NO_DETAILS,
      ...subscription.cancellation_details,
      ...given(details),
    },
  })
  emit(
    world,
    status === 'canceled' ? 'customer.subscription.deleted' : 'customer.subscription.updated',
    ended,
    status === 'canceled' ? undefined : { status: subscription.status },
  )
  closeScheduleOf(world, ended, details.reason)
  return ended
}

/** The lines for the usage in the period that ends early. Usage during a trial is free. */
function unbilledUsage(world: World, subscription: Subscription): InvoiceLine[] {
  if (subscription.status === 'trialing') return []
  return subscription.items.data
    .filter((item) => !isLicensed(item))
    .flatMap((item) => closeUsage(world, subscription, item))
    .filter((line) => line.amount !== 0)
}

export const hasEnded = (subscription: Subscription) =>
  subscription.status === 'canceled' || subscription.status === 'incomplete_expired'

export const NO_DETAILS = { comment: null, feedback: null, feedback_option: null, reason: null }

const given = <T extends object>(details: T): T =>
  Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)) as T
