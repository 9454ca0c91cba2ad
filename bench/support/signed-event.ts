import { randomUUID } from 'node:crypto'
import Stripe from 'stripe'

export type SignedEvent = { body: string; headers: Record<string, string> }

/** As Stripe would send it this moment: of its size, with a new id, and signed just now. */
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

/** Each time that Stripe delivers an event it signs the same body anew. */
export function signEvent(body: string, secret: string): SignedEvent {
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret })
  return {
    body,
    headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
  }
}
