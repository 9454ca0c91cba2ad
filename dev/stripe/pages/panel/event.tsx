/** @jsxImportSource hono/jsx */
import { Badge } from '../badge'
import { dateTime } from '../dates'
import type { Tone } from '../words'
import type { Delivery, EventRow } from './events'
import { type PanelFrame, panelPage } from './frame'

/** One event: what it said, who was told, and how they answered. */
export const eventPage = ({ row, ...frame }: PanelFrame & { row: EventRow }) => {
  const { event, deliveries } = row
  return panelPage({
    ...frame,
    title: event.type,
    children: (
      <>
        <div class="spread">
          <p class="muted">
            {dateTime(event.created)} · <code>{event.id}</code>
          </p>
          <form method="post" action={`/_panel/events/${event.id}/resend`}>
            <button type="submit">Send it again</button>
          </form>
        </div>
        <section class="stack" aria-labelledby="deliveries">
          <h2 id="deliveries">Deliveries</h2>
          {deliveries.length === 0 ? (
            <p class="empty">No webhook endpoint listens for this type.</p>
          ) : (
            <ul class="rows card">
              {deliveries.map((delivery) => (
                <DeliveryItem key={delivery.endpoint} delivery={delivery} />
              ))}
            </ul>
          )}
        </section>
        {event.data.previous_attributes ? (
          <section class="stack" aria-labelledby="before">
            <h2 id="before">What it was before</h2>
            <pre tabindex={0}>{JSON.stringify(event.data.previous_attributes, null, 2)}</pre>
          </section>
        ) : null}
        <section class="stack" aria-labelledby="payload">
          <h2 id="payload">Payload</h2>
          <pre tabindex={0}>{JSON.stringify(event, null, 2)}</pre>
        </section>
      </>
    ),
  })
}

function DeliveryItem({ delivery }: { delivery: Delivery }) {
  return (
    <li>
      <div class="spread">
        <code>{delivery.url}</code>
        <Badge of={states[delivery.state]} />
      </div>
      <ol class="attempts small muted number">
        {delivery.attempts.map(({ at, status, error }) => (
          <li key={at}>
            {dateTime(at)} · {status ?? 'no answer'}
            {error ? ` · ${error}` : ''}
          </li>
        ))}
        {delivery.next === null ? null : <li>Next attempt {dateTime(delivery.next)}</li>}
      </ol>
    </li>
  )
}

const states: Record<Delivery['state'], [Tone, string]> = {
  delivered: ['good', 'Delivered'],
  waiting: ['warn', 'Waiting'],
  gave_up: ['bad', 'Given up'],
}
