import type { Subscription } from '../world/types'
import type { World } from '../world/world'
import { endSubscription } from './end'
import { pausedDetails } from './pause'
import { saveSubscription } from './save'

/**
 * Applies `trial_settings.end_behavior` when a trial ends without a payment method: pauses or
 * cancels the subscription. Null if it should be billed.
 */
export function applyTrialEndBehavior(
  world: World,
  subscription: Subscription,
): Subscription | null {
  if (canBill(world, subscription)) return null
  const behavior = subscription.trial_settings?.end_behavior.missing_payment_method
  if (behavior === 'cancel') return endSubscription(world, subscription, {})
  if (behavior !== 'pause') return null
  const now = world.clock.seconds()
  const ends = {
    status: 'paused' as const,
    status_details: pausedDetails('trial_end_without_payment_method', now),
    trial_end: now,
  }
  return saveSubscription(world, subscription, ends, 'customer.subscription.paused')
}

function canBill(world: World, subscription: Subscription): boolean {
  const customer = world.store.customers.get(subscription.customer)
  return Boolean(
    subscription.collection_method === 'send_invoice' ||
      subscription.default_payment_method ||
      customer?.invoice_settings.default_payment_method,
  )
}
