import Stripe from 'stripe'

/** An event as far as we believe it: that something happened, when, and to which customer. */
export type StripeEvent = {
  id: string
  type: string
  /** Whole seconds, on Stripe's clock. */
  createdAt: Date
  livemode: boolean
  customerId: string | null
}

/** Five minutes, Stripe's own default: an older signature is a replay. */
const toleranceSeconds = 300

/**
 * The event in a signed body; `null` if no secret signed it, it is too old, or it is no event. Any
 * of several secrets will do, so that one can be rolled without losing a delivery.
 */
export function verifyEvent(
  body: string,
  signature: string | null,
  secrets: readonly string[],
): StripeEvent | null {
  if (!signature || secrets.some((secret) => secret.trim() === '')) return null
  for (const secret of secrets) {
    try {
      return eventOf(Stripe.webhooks.constructEvent(body, signature, secret, toleranceSeconds))
    } catch {
      // Not this secret, or not an event: the next one may know it, and none of them is a refusal.
    }
  }
  return null
}

function eventOf(event: Stripe.Event): StripeEvent {
  if (typeof event.id !== 'string' || typeof event.type !== 'string') {
    throw new Error('The signed body is no event')
  }
  return {
    id: event.id,
    type: event.type,
    createdAt: new Date(event.created * 1000),
    livemode: event.livemode,
    customerId: customerOf(event),
  }
}

/** Reads only what it names, and only strings: nothing of a payload is merged into anything. */
function customerOf(event: Stripe.Event): string | null {
  const object: unknown = event.data?.object
  if (!isRecord(object)) return null
  if (object.object === 'customer') return asId(object)
  return asId(object.customer)
}

const asId = (reference: unknown): string | null => {
  const id = isRecord(reference) ? reference.id : reference
  return typeof id === 'string' && id.startsWith('cus_') ? id : null
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
