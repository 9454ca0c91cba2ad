import type { z } from 'zod'
import { invalid } from './world/errors'
import {
  emptyable,
  flag,
  hash,
  many,
  metadata,
  notSupported,
  text,
  withMetadata,
} from './world/params'
import { STRIPE_EVENT_TYPES } from './world/stripe-event-types'
import type { Event, WebhookEndpoint } from './world/types'
import { change, create, find, type World } from './world/world'

const eventType = text.refine((type) => STRIPE_EVENT_TYPES.has(type), {
  error: `must be one of ${[...STRIPE_EVENT_TYPES].join(', ')}`,
})

export const WebhookEndpointCreate = hash({
  url: text,
  enabled_events: many(eventType),
  api_version: text.optional(),
  connect: notSupported(),
  description: emptyable(text).optional(),
  metadata: metadata.optional(),
})
export const WebhookEndpointUpdate = hash({
  url: text.optional(),
  enabled_events: many(eventType).optional(),
  description: emptyable(text).optional(),
  disabled: flag.optional(),
  metadata: metadata.optional(),
})

const MAX_ENDPOINTS = 16

/** Only the answer to this request shows the secret. */
export function createWebhookEndpoint(
  world: World,
  params: z.output<typeof WebhookEndpointCreate>,
): WebhookEndpoint {
  if (!/^https?:\/\//.test(params.url)) {
    throw invalid(`Invalid URL: ${params.url}`, 'url', 'url_invalid')
  }
  if (world.store.webhookEndpoints.size >= MAX_ENDPOINTS) {
    throw invalid(`You have reached the maximum of ${MAX_ENDPOINTS} test webhook endpoints.`)
  }
  const endpoint: WebhookEndpoint = {
    id: world.ids.next('we', 24),
    object: 'webhook_endpoint',
    api_version: params.api_version ?? null,
    application: null,
    created: world.clock.seconds(),
    description: params.description ?? null,
    enabled_events: params.enabled_events,
    livemode: false,
    metadata: withMetadata({}, params.metadata),
    status: 'enabled',
    url: params.url,
  }
  create(world, world.store.webhookEndpoints, endpoint)
  const secret = world.ids.next('whsec', 32)
  setSecret(world, endpoint.id, secret)
  return { ...endpoint, secret }
}

export function updateWebhookEndpoint(
  world: World,
  id: string,
  params: z.output<typeof WebhookEndpointUpdate>,
): WebhookEndpoint {
  const endpoint = find(world.store.webhookEndpoints, 'webhook endpoint', id)
  return change(world, world.store.webhookEndpoints, endpoint, {
    ...(params.url && { url: params.url }),
    ...(params.enabled_events && { enabled_events: params.enabled_events }),
    ...(params.description !== undefined && { description: params.description }),
    ...(params.disabled !== undefined && { status: params.disabled ? 'disabled' : 'enabled' }),
    metadata: withMetadata(endpoint.metadata, params.metadata),
  })
}

export function deleteWebhookEndpoint(world: World, id: string) {
  find(world.store.webhookEndpoints, 'webhook endpoint', id)
  world.store.webhookEndpoints.delete(id)
  world.store.endpointSecrets.delete(id)
  return { id, object: 'webhook_endpoint' as const, deleted: true as const }
}

/**
 * Creates a new secret. The old one keeps signing as well for a while, so that the receiver can
 * switch.
 */
export function rollSecret(world: World, id: string, overlapSeconds = 24 * 3600): string {
  find(world.store.webhookEndpoints, 'webhook endpoint', id)
  const secret = world.ids.next('whsec', 32)
  const expiresAt = world.clock.now() + overlapSeconds * 1000
  const old = secretsOf(world, id).map((value) => ({ value, expiresAt }))
  world.store.endpointSecrets.put({
    id,
    object: 'endpoint_secrets',
    secrets: [{ value: secret, expiresAt: null }, ...old],
  })
  return secret
}

export function setSecret(world: World, id: string, value: string): void {
  const secrets = [{ value, expiresAt: null }]
  world.store.endpointSecrets.put({ id, object: 'endpoint_secrets', secrets })
}

/** The secrets that sign at this moment. */
export const secretsOf = (world: World, id: string): string[] =>
  (world.store.endpointSecrets.get(id)?.secrets ?? [])
    .filter((each) => each.expiresAt === null || each.expiresAt > world.clock.now())
    .map((each) => each.value)

export const wants = (endpoint: WebhookEndpoint, event: Event): boolean =>
  endpoint.status === 'enabled' &&
  (endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(event.type))
