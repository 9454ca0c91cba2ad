import { expireCheckoutSession } from './checkout/sessions'
import { customerOf } from './customers/customers'
import { detachPaymentMethod } from './customers/payment-methods/attach'
import { cancelNow } from './subscriptions/end'
import { cancelOnly, isLive } from './subscriptions/schedules/close'
import { emit, type World } from './world/world'

/**
 * Deletes a customer for good: cancels its subscriptions, expires its sessions and detaches its
 * cards.
 */
export function deleteCustomer(world: World, id: string) {
  const customer = customerOf(world, id)
  // Otherwise an open session could be paid for a customer that no longer exists.
  for (const session of world.store.checkoutSessions.where('customer', id)) {
    if (session.status === 'open') expireCheckoutSession(world, session.id)
  }
  for (const subscription of world.store.subscriptions.where('customer', id)) {
    if (subscription.status !== 'canceled' && subscription.status !== 'incomplete_expired') {
      cancelNow(world, subscription, {})
    }
  }
  for (const schedule of world.store.schedules.where('customer', id)) {
    if (isLive(schedule)) cancelOnly(world, schedule, 'subscription_schedule.canceled')
  }
  for (const method of world.store.paymentMethods.where('customer', id)) {
    detachPaymentMethod(world, method.id)
  }
  for (const taxId of world.store.taxIds.where('customer', id)) {
    world.agenda.cancel('verify tax id', taxId.id)
    world.store.taxIds.delete(taxId.id)
  }
  const latest = customerOf(world, id)
  world.store.customers.delete(id)
  world.store.deleted.put({ id, object: 'customer', deleted: true })
  emit(world, 'customer.deleted', latest)
  return { id: customer.id, object: 'customer' as const, deleted: true as const }
}
