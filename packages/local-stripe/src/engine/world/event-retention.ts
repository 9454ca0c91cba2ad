import type { Store } from './store'

/** Stripe tells of the last 30 days. */
export const EVENT_RETENTION_DAYS = 30

/**
 * Forgets what is too old to be told, with its deliveries: a stack that lives for months must not
 * grow for months. What is still on its way is waited for, however far the clock was moved.
 */
export function deleteOldEvents(store: Store, oldestKept: number): void {
  for (;;) {
    const event = store.events.oldest()
    if (!event || event.created >= oldestKept) return
    const deliveries = store.deliveries.where('event', event.id)
    if (deliveries.some((delivery) => delivery.state === 'pending')) return
    for (const delivery of deliveries) store.deliveries.delete(delivery.id)
    store.events.delete(event.id)
  }
}
