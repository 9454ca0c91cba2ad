import { DAY } from '../../engine/calendar'
import { flag, hash, many, text } from '../../engine/params'
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  updateWebhookEndpoint,
  WebhookEndpointCreate,
  WebhookEndpointUpdate,
} from '../../engine/webhook-endpoints'
import { del, lists, post, type Route, retrieves } from '../route'

/** Stripe lists the events of the last 30 days. */
const KEPT = 30 * DAY

export const eventRoutes: Route[] = [
  lists(
    '/v1/events',
    (world) => {
      const oldest = world.clock.seconds() - KEPT
      return world.store.events.all().filter((event) => event.created >= oldest)
    },
    { delivery_success: flag.optional(), type: text.optional(), types: many(text).optional() },
    (event, { delivery_success, type, types }, world) =>
      (type === undefined || matches(event.type, type)) &&
      (types === undefined || types.some((each) => matches(event.type, each))) &&
      (delivery_success === undefined ||
        world.store.deliveries
          .where('event', event.id)
          .every((delivery) => delivery.state === 'delivered') === delivery_success),
  ),
  retrieves('/v1/events', 'event', (world) => world.store.events),

  post('/v1/webhook_endpoints', WebhookEndpointCreate, (world, _, params) =>
    createWebhookEndpoint(world, params),
  ),
  lists('/v1/webhook_endpoints', (world) => world.store.webhookEndpoints.all(), {}),
  retrieves('/v1/webhook_endpoints', 'webhook endpoint', (world) => world.store.webhookEndpoints),
  post('/v1/webhook_endpoints/:id', WebhookEndpointUpdate, (world, { id }, params) =>
    updateWebhookEndpoint(world, id, params),
  ),
  del('/v1/webhook_endpoints/:id', hash({}), (world, { id }) => deleteWebhookEndpoint(world, id)),
]

/** `customer.*` stands for everything that begins like it. */
const matches = (type: string, wanted: string) =>
  wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
