/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import { Badge } from '../badge'
import { sentenceCase } from '../text'
import { type PanelFrame, panelPage } from './frame'

interface WebhooksProps extends PanelFrame {
  endpoints: Stripe.WebhookEndpoint[]
}

/** The webhook endpoints. They are created through the API; this page only shows them. */
export const webhooksPage = ({ endpoints, ...frame }: WebhooksProps) =>
  panelPage({
    ...frame,
    title: 'Webhook endpoints',
    children:
      endpoints.length === 0 ? (
        <p class="empty">
          No endpoints yet. Endpoints that an app creates through the API appear here.
        </p>
      ) : (
        <ul class="stack">
          {endpoints.map((endpoint) => (
            <li class="card stack" key={endpoint.id}>
              <div class="spread">
                <h2 class="mono">{endpoint.url}</h2>
                <Badge
                  of={[
                    endpoint.status === 'enabled' ? 'good' : 'plain',
                    sentenceCase(endpoint.status),
                  ]}
                />
              </div>
              <p class="muted small">
                <code>{endpoint.id}</code> · API version {endpoint.api_version ?? 'of the account'}
              </p>
              <p class="small">
                {endpoint.enabled_events.includes('*')
                  ? 'Every event'
                  : endpoint.enabled_events.map((type) => (
                      <>
                        <code key={type}>{type}</code>{' '}
                      </>
                    ))}
              </p>
            </li>
          ))}
        </ul>
      ),
  })
