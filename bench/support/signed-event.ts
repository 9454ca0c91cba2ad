import { randomUUID } from 'node:crypto'
import Stripe from 'stripe'

export type SignedEvent = { body: string; headers: Record<string, string> }

/** Creates an event as Stripe would send it now: of a typical size, with a new id and signature. */
export function signedEvent(
  object: Stripe.Subscription | Stripe.Customer,
  secret: string,
  { type = 'customer.subscription.updated', createdAt = Date.now() } = {},
): SignedEvent {
  const event = {
    id: `evt_${randomUUID().replaceAll('-', '')}`,
    object: 'event',
    api_version: Stripe.API_VERSION,
    created: Math.floor(createdAt / 1000),
    data: { object, previous_attributes: { metadata: {} } },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  }
  return signEvent(JSON.stringify(event), secret)
}

/** Signs the body with the current time, as Stripe does for each delivery of an event. */
export function signEvent(body: string, secret: string): SignedEvent {
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret })
  return {
    body,
    headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
  }
}
