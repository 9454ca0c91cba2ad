/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { Delivery } from '../../engine/world/records'
import type { Event } from '../../engine/world/types'
import { Badge } from '../badge'
import { dateTime } from '../dates'
import type { Tone } from '../text'
import { type PanelFrame, panelPage } from './frame'

export interface EventRow {
  event: Event
  deliveries: Delivery[]
}

interface EventsProps extends PanelFrame {
  rows: EventRow[]
  type: string
  customer: string
  more: string | null
}

export const eventsPage = ({ rows, type, customer, more, ...frame }: EventsProps) =>
  panelPage({
    ...frame,
    title: 'Events',
    children: (
      <>
        <form method="get" action="/_panel/events" class="search">
          <label for="type" class="offscreen">
            Type
          </label>
          <input
            id="type"
            name="type"
            type="search"
            value={type}
            placeholder="Type, such as invoice.paid or invoice.*"
          />
          {customer ? <input type="hidden" name="customer" value={customer} /> : null}
          <button type="submit">Filter</button>
        </form>
        {customer ? (
          <p class="muted">
            Only events about <a href={`/_panel/customers/${customer}`}>{customer}</a>.{' '}
            <a href="/_panel/events">Show all</a>
          </p>
        ) : null}
        {rows.length === 0 ? (
          <p class="empty">{type || customer ? 'No matching events.' : 'No events yet.'}</p>
        ) : (
          <ol class="rows card">
            {rows.map(({ event, deliveries }) => (
              <li class="spread" key={event.id}>
                <div>
                  <a href={`/_panel/events/${event.id}`} class="line-name">
                    {event.type}
                  </a>
                  <p class="small muted mono">{event.data.object.id}</p>
                </div>
                <div class="actions">
                  <DeliveryBadge deliveries={deliveries} />
                  <time
                    class="muted small number"
                    datetime={new Date(event.created * 1000).toISOString()}
                  >
                    {dateTime(event.created)}
                  </time>
                </div>
              </li>
            ))}
          </ol>
        )}
        {more ? (
          <p>
            <a class="button" href={more}>
              Older events
            </a>
          </p>
        ) : null}
      </>
    ),
  })

function DeliveryBadge({ deliveries }: { deliveries: Delivery[] }) {
  return <Badge of={summary(deliveries)} />
}

function summary(deliveries: Delivery[]): [Tone, string] {
  if (deliveries.length === 0) return ['plain', 'No endpoint']
  if (deliveries.some(({ state }) => state === 'failed')) return ['bad', 'Not delivered']
  const pending = deliveries.filter(({ state }) => state === 'pending')
  if (pending.length === 0) return ['good', 'Delivered']
  return pending.some(({ attempts }) => attempts.length > 0)
    ? ['warn', 'Retrying']
    : ['warn', 'Pending']
}
