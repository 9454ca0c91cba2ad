import type { Store } from './store'

/** Stripe keeps events for 30 days. */
export const EVENT_RETENTION_DAYS = 30

/**
 * Deletes events past their retention, with their deliveries, so that the state of a stack that
 * runs for months stops growing. Stops at an event with pending deliveries, however far the clock
 * was moved.
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
