import Stripe from 'stripe'
import { webhook } from '@/lib/api/webhook/webhook'
import type { World } from './world'

export type SentEvent = { id: string; type: string; created: number }

/** The first of the events; throws if there is none. */
export function firstOf(sent: readonly SentEvent[]): SentEvent {
  const [event] = sent
  if (!event) throw new Error('Stripe sent no event')
  return event
}

/**
 * A webhook request, signed by the real SDK. With `secret`, `at` or `signature` a test makes it
 * wrong.
 */
export function signed(
  body: string,
  {
    secret = 'whsec_world',
    at = Date.now(),
    signature = Stripe.webhooks.generateTestHeaderString({
      payload: body,
      secret,
      timestamp: Math.floor(at / 1000),
    }),
  }: { secret?: string; at?: number; signature?: string } = {},
): Request {
  return new Request('https://app.test/api/stripe/webhook', {
    method: 'POST',
    body,
    headers: { 'stripe-signature': signature },
  })
}

export const deliver = (world: World, event: object): Promise<Response> =>
  webhook(world.services)(signed(JSON.stringify(event)))

/**
 * Delivers every event that Stripe ever made, the oldest first. A second delivery changes nothing.
 */
export async function deliverAll(world: World): Promise<void> {
  for (const event of world.engine.store.events.all()) {
    const { status } = await deliver(world, event)
    if (status !== 200) throw new Error(`${event.type} was answered ${status}`)
  }
}

/** A function that returns the events made since its last call, the oldest first. */
export function eventFeed(world: World): () => SentEvent[] {
  let seen = world.engine.store.events.all().length
  return () => {
    const added = world.engine.store.events.all().slice(seen)
    seen += added.length
    return added
  }
}
