import { cancelOpenPayments } from '../../invoices/invoice-payments'
import type { Invoice, Subscription } from '../../world/types'
import { emit, find, type World } from '../../world/world'
import { saveSubscription } from '../save'
import { recordInSchedule } from '../schedules/split-phase'

/** Applies a pending update after its invoice was paid. */
export function applyPendingUpdate(world: World, subscription: Subscription): void {
  const pending = subscription.pending_update
  if (!pending) return
  const applied = saveSubscription(
    world,
    subscription,
    {
      pending_update: null,
      ...(pending.subscription_items && {
        items: { ...subscription.items, data: pending.subscription_items },
      }),
      ...(pending.billing_cycle_anchor !== null && {
        billing_cycle_anchor: pending.billing_cycle_anchor,
      }),
      ...(pending.trial_end !== null && { trial_end: pending.trial_end }),
      ...(subscription.status === 'trialing' &&
        pending.trial_end !== null && { status: 'active' as const }),
    },
    'customer.subscription.updated',
  )
  emit(world, 'customer.subscription.pending_update_applied', applied)
  recordInSchedule(world, subscription, applied)
}

/** Discards a pending update after its invoice was voided. */
export function discardPendingUpdate(world: World, invoice: Invoice): void {
  const id = invoice.parent?.subscription_details?.subscription
  const subscription = id ? world.store.subscriptions.get(id) : undefined
  if (!subscription?.pending_update || subscription.latest_invoice !== invoice.id) return
  const kept = saveSubscription(world, subscription, { pending_update: null })
  emit(world, 'customer.subscription.pending_update_expired', kept)
}

/** Discards a pending update after 23 hours and voids its invoice. */
export function expirePendingUpdate(world: World, id: string): void {
  const subscription = find(world.store.subscriptions, 'subscription', id)
  if (!subscription.pending_update) return
  const invoice = world.store.invoices.get(subscription.latest_invoice ?? '')
  if (invoice?.status === 'open') {
    cancelOpenPayments(world, invoice)
    const voided = {
      ...invoice,
      status: 'void' as const,
      status_transitions: { ...invoice.status_transitions, voided_at: world.clock.seconds() },
    }
    world.store.invoices.put(voided)
    emit(world, 'invoice.voided', voided)
  }
  const kept = saveSubscription(world, subscription, { pending_update: null })
  emit(world, 'customer.subscription.pending_update_expired', kept)
}
