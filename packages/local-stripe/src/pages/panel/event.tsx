/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { Delivery } from '../../engine/world/records'
import { Badge } from '../badge'
import { dateTime } from '../dates'
import type { Tone } from '../text'
import type { EventRow } from './events'
import { type PanelFrame, panelPage } from './frame'

interface EventProps extends PanelFrame {
  row: EventRow
  /** The URL of each endpoint, by id. */
  urls: Map<string, string>
}

/** One event with its payload and deliveries. */
export const eventPage = ({ row, urls, ...frame }: EventProps) => {
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
            <button type="submit">Resend</button>
          </form>
        </div>
        <section class="stack" aria-labelledby="deliveries">
          <div>
            <h2 id="deliveries">Deliveries</h2>
            <p class="hint">Times are this machine’s: deliveries don’t follow the local clock.</p>
          </div>
          {deliveries.length === 0 ? (
            <p class="empty">No webhook endpoint is subscribed to this type.</p>
          ) : (
            <ul class="rows card">
              {deliveries.map((delivery) => (
                <DeliveryItem
                  key={delivery.id}
                  delivery={delivery}
                  url={urls.get(delivery.endpoint) ?? delivery.endpoint}
                />
              ))}
            </ul>
          )}
        </section>
        {event.data.previous_attributes ? (
          <section class="stack" aria-labelledby="before">
            <h2 id="before">Previous values</h2>
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

function DeliveryItem({ delivery, url }: { delivery: Delivery; url: string }) {
  const { attempts, nextAttemptAt, state } = delivery
  return (
    <li>
      <div class="spread">
        <code>{url}</code>
        <Badge of={states[state]} />
      </div>
      <ol class="small muted number">
        {attempts.map(({ at, status, error, tookMs, answer }) => (
          <li key={at}>
            {dateTime(at / 1000)} · {status ?? 'no answer'} · {tookMs} ms
            {error ? ` · ${error}` : ''}
            {answer ? (
              <pre class="answer" tabindex={0}>
                {answer}
              </pre>
            ) : null}
          </li>
        ))}
        {nextAttemptAt === null ? null : <li>Next attempt {dateTime(nextAttemptAt / 1000)}</li>}
      </ol>
    </li>
  )
}

const states: Record<Delivery['state'], [Tone, string]> = {
  delivered: ['good', 'Delivered'],
  pending: ['warn', 'Pending'],
  failed: ['bad', 'Failed'],
}
