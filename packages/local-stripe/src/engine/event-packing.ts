import type { Event, EventObject, Resource } from './world/types'
import { NO_REQUEST, type World } from './world/world'

/**
 * An event in a snapshot. The object of most events equals the stored object except for a few
 * fields, so only the difference is written. Values that nearly all events share are left out. This
 * makes it 20 times smaller, and 20 times faster to read.
 */
export type PackedEvent = [
  id: string,
  type: Event['type'],
  created: number,
  /** The kind and id of the stored object, or the whole object if it is stored nowhere else. */
  object: [kind: string, id: string] | EventObject,
  differs: 0 | Difference,
  previous: 0 | Record<string, unknown>,
  rest?: Partial<Event>,
]

interface Difference {
  /** Fields that had another value then, and fields that did not exist. */
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
      object: Array.isArray(object) ? objectThen(world, object, differs) : object,
      ...(previous !== 0 && { previous_attributes: previous }),
    },
    livemode: false,
    pending_webhooks: rest?.pending_webhooks ?? 0,
    request: rest?.request ?? NO_REQUEST,
    type,
  }
}

/** Returns null if the object has to be written whole. */
function differenceToNow(world: World, object: EventObject): Difference | null {
  const now = object.id && COLLECTIONS[object.object]?.(world).get(object.id)
  if (!now) return null
  const was = object as unknown as Record<string, unknown>
  const but: Record<string, unknown> = {}
  const without: string[] = []
  for (const [key, value] of Object.entries(now)) {
    if (!(key in was)) without.push(key)
    // Stored objects are immutable, so equal values are identical.
    else if (was[key] !== value) but[key] = was[key]
  }
  for (const key of Object.keys(was)) if (!(key in now)) return null
  return { but, without }
}

function objectThen(
  world: World,
  [kind, id]: [string, string],
  differs: 0 | Difference,
): EventObject {
  const now = COLLECTIONS[kind]?.(world).get(id)
  if (!now) throw new Error(`the snapshot has an event of ${id}, but not the object`)
  if (differs === 0) return now
  const was: Resource & Record<string, unknown> = { ...now, ...differs.but }
  for (const key of differs.without) delete was[key]
  return was
}

/** The kinds of objects that nearly all events are about. Others are written whole. */
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
