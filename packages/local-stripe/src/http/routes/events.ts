import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  updateWebhookEndpoint,
  WebhookEndpointCreate,
  WebhookEndpointUpdate,
} from '../../engine/webhook-endpoints'
import { DAY } from '../../engine/world/calendar'
import { missing } from '../../engine/world/errors'
import { EVENT_RETENTION_DAYS } from '../../engine/world/event-retention'
import { flag, hash, many, text } from '../../engine/world/params'
import type { Event } from '../../engine/world/types'
import type { World } from '../../engine/world/world'
import { del, get, lists, post, type Route, retrieves, undated } from '../route'

export const eventRoutes: Route[] = [
  lists(
    '/v1/events',
    (world) => world.store.events.all().filter((event) => isRetained(world, event)),
    { delivery_success: flag.optional(), type: text.optional(), types: many(text).optional() },
    (event, { delivery_success, type, types }, world) =>
      (type === undefined || matches(event.type, type)) &&
      (types === undefined || types.some((each) => matches(event.type, each))) &&
      (delivery_success === undefined ||
        world.store.deliveries
          .where('event', event.id)
          .every((delivery) => delivery.state === 'delivered') === delivery_success),
  ),
  get('/v1/events/:id', hash({}), (world, { id }) => {
    const event = world.store.events.get(id)
    if (!event || !isRetained(world, event)) throw missing('event', id)
    return event
  }),

  post('/v1/webhook_endpoints', WebhookEndpointCreate, (world, _, params) =>
    createWebhookEndpoint(world, params),
  ),
  undated(lists('/v1/webhook_endpoints', (world) => world.store.webhookEndpoints.all(), {})),
  retrieves('/v1/webhook_endpoints', 'webhook endpoint', (world) => world.store.webhookEndpoints),
  post('/v1/webhook_endpoints/:id', WebhookEndpointUpdate, (world, { id }, params) =>
    updateWebhookEndpoint(world, id, params),
  ),
  del('/v1/webhook_endpoints/:id', hash({}), (world, { id }) => deleteWebhookEndpoint(world, id)),
]

/** `customer.*` matches all types with this prefix. */
const matches = (type: string, wanted: string) =>
  wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted

/** The store may hold older events, for tests. */
const isRetained = (world: World, event: Event) =>
  event.created >= world.clock.seconds() - EVENT_RETENTION_DAYS * DAY
