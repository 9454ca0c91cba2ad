import type { Event, EventObject, Resource } from './world/types'
import { NO_REQUEST, type World } from './world/world'

/**
 * An event as a snapshot holds it. It tells of an object as it was, which is mostly the object as it
 * is: so only what differs is written, and nothing that is the same in nearly all events. A twentieth
 * of the size, and of the time to read.
 */
export type PackedEvent = [
  id: string,
  type: Event['type'],
  created: number,
  /** The kind and the id of what it tells of, or all of it where that is kept nowhere else. */
  object: [kind: string, id: string] | EventObject,
  differs: 0 | Difference,
  previous: 0 | Record<string, unknown>,
  rest?: Partial<Event>,
]

interface Difference {
  /** What was different then, and what wasn't there. */
  but: Record<string, unknown>
  without: string[]
}

export function packEvent(world: World, event: Event): PackedEvent {
  const { id, type, created, data } = event
  const difference = differenceToNow(world, data.object)
  const rest: Partial<Event> = {
    ...(event.api_version !== world.settings.apiVersion && { api_version: event.api_version }),
    ...(event.pending_webhooks !== 0 && { pending_webhooks: event.pending_webhooks }),
    ...((event.request.id ?? event.request.idempotency_key) !== null && { request: event.request }),
  }
  const packed: PackedEvent = [
    id,
    type,
    created,
    difference ? [data.object.object, data.object.id ?? ''] : data.object,
    difference && Object.keys(difference.but).length + difference.without.length > 0
      ? difference
      : 0,
    data.previous_attributes ?? 0,
  ]
  if (Object.keys(rest).length > 0) packed.push(rest)
  return packed
}

export function unpackEvent(world: World, packed: PackedEvent): Event {
  const [id, type, created, object, differs, previous, rest] = packed
  return {
    id,
    object: 'event',
    api_version: rest?.api_version ?? world.settings.apiVersion,
    created,
    data: {
      object: Array.isArray(object) ? then(world, object, differs) : object,
      ...(previous !== 0 && { previous_attributes: previous }),
    },
    livemode: false,
    pending_webhooks: rest?.pending_webhooks ?? 0,
    request: rest?.request ?? NO_REQUEST,
    type,
  }
}

/** Null for what has to be written whole. */
function differenceToNow(world: World, object: EventObject): Difference | null {
  const now = object.id && COLLECTIONS[object.object]?.(world).get(object.id)
  if (!now) return null
  const was = object as unknown as Record<string, unknown>
  const but: Record<string, unknown> = {}
  const without: string[] = []
  for (const [key, value] of Object.entries(now)) {
    if (!(key in was)) without.push(key)
    // Objects are never changed in place: what is the same is the very same.
    else if (was[key] !== value) but[key] = was[key]
  }
  for (const key of Object.keys(was)) if (!(key in now)) return null
  return { but, without }
}

function then(world: World, [kind, id]: [string, string], differs: 0 | Difference): EventObject {
  const now = COLLECTIONS[kind]?.(world).get(id)
  if (!now) throw new Error(`the snapshot tells of ${id}, which it doesn't hold`)
  if (differs === 0) return now
  const was: Resource & Record<string, unknown> = { ...now, ...differs.but }
  for (const key of differs.without) delete was[key]
  return was
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
