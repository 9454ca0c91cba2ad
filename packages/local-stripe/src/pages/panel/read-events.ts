import type { Event } from '../../engine/world/types'
import type { PageContext } from '../page-context'
import type { EventRow } from './events'

const PAGE = 50

/** Events, newest first, by type or prefix, and by customer. */
export function readEvents({ engine: { store } }: PageContext, query: Record<string, string>) {
  const { type = '', customer = '', before = '' } = query
  const wanted = type.trim()
  const found = store.events
    .all()
    .reverse()
    .filter((event) => matches(event.type, wanted) && (!customer || isAbout(event, customer)))
  const start = found.findIndex(({ id }) => id === before) + 1
  const shown = found.slice(start, start + PAGE)
  const last = shown.at(-1)
  const more =
    last && found.length > start + PAGE
      ? `/_panel/events?${new URLSearchParams({ type: wanted, customer, before: last.id })}`
      : null
  const rows: EventRow[] = shown.map((event) => ({
    event,
    deliveries: store.deliveries.where('event', event.id),
  }))
  return { rows, type: wanted, customer, more }
}

export function readEvent({ engine: { store } }: PageContext, id: string) {
  const event = store.events.get(id)
  if (!event) return null
  return {
    row: { event, deliveries: store.deliveries.where('event', id) },
    urls: new Map(store.webhookEndpoints.all().map((endpoint) => [endpoint.id, endpoint.url])),
  }
}

const matches = (type: string, wanted: string) =>
  wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type.includes(wanted)

/** Whether the event's object is this customer or belongs to it. */
function isAbout({ data: { object } }: Event, customer: string): boolean {
  return object.id === customer || ('customer' in object && object.customer === customer)
}
