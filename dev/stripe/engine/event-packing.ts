import type { Event, Resource, Told } from './wire'
import type { World } from './world'

/**
 * An event as a snapshot holds it. It tells of an object as it was, which is mostly the object as it
 * is: so only what differs is written. A tenth of the size, and a tenth of the time to read.
 */
export interface PackedEvent extends Omit<Event, 'data'> {
  data: { object: Told | LikeAnother; previous_attributes?: Record<string, unknown> }
}

interface LikeAnother {
  like: [collection: string, id: string]
  /** What was different then, and what wasn't there. */
  but: Record<string, unknown>
  without: string[]
}

export function packEvent(world: World, event: Event): PackedEvent {
  const { object } = event.data
  const now = object.id && COLLECTIONS[object.object]?.(world).get(object.id)
  if (!now) return event
  const then = object as unknown as Record<string, unknown>
  const but: Record<string, unknown> = {}
  const without: string[] = []
  for (const [key, value] of Object.entries(now)) {
    if (!(key in then)) without.push(key)
    // Objects are never changed in place: what is the same is the very same.
    else if (then[key] !== value) but[key] = then[key]
  }
  for (const key of Object.keys(then)) if (!(key in now)) return event
  const like: LikeAnother['like'] = [object.object, now.id]
  return { ...event, data: { ...event.data, object: { like, but, without } } }
}

export function unpackEvent(world: World, packed: PackedEvent): Event {
  const { object } = packed.data
  if (!('like' in object)) return { ...packed, data: { ...packed.data, object } }
  const [kind, id] = object.like
  const now = COLLECTIONS[kind]?.(world).get(id)
  if (!now) throw new Error(`the snapshot tells of ${id}, which it doesn't hold`)
  const then: Resource & Record<string, unknown> = { ...now, ...object.but }
  for (const key of object.without) delete then[key]
  return { ...packed, data: { ...packed.data, object: then } }
}

/** The kinds that make up nearly all events. Any other is written whole. */
const COLLECTIONS: Record<string, (world: World) => { get(id: string): Resource | undefined }> = {
  charge: ({ store }) => store.charges,
  'checkout.session': ({ store }) => store.checkoutSessions,
  customer: ({ store }) => store.customers,
  invoice: ({ store }) => store.invoices,
  invoiceitem: ({ store }) => store.invoiceItems,
  invoice_payment: ({ store }) => store.invoicePayments,
  payment_intent: ({ store }) => store.paymentIntents,
  payment_method: ({ store }) => store.paymentMethods,
  price: ({ store }) => store.prices,
  product: ({ store }) => store.products,
  subscription: ({ store }) => store.subscriptions,
}
