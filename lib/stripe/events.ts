import Stripe from 'stripe'
import { z } from 'zod'

/** An event as far as we believe it: that something happened, when, and to whom. */
export type StripeEvent = {
  id: string
  type: string
  /** Whole seconds, on Stripe's clock. */
  createdAt: Date
  livemode: boolean
  customerId: string | null
  /** Of an event that names no customer but a charge of theirs: a dispute, a refund that failed. */
  chargeId: string | null
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

/** Bounded so that whatever passes can be a key and a date in our table: the year 9999 at most. */
const Envelope = z.object({
  id: z.string().min(1).max(255),
  type: z.string().max(255),
  created: z.int().nonnegative().max(253_402_300_799),
  livemode: z.boolean(),
})

function eventOf(event: Stripe.Event): StripeEvent {
  const { id, type, created, livemode } = Envelope.parse(event)
  return {
    id,
    type,
    createdAt: new Date(created * 1000),
    livemode,
    ...subjectOf(event),
  }
}

/** Reads only what it names, and only strings: nothing of a payload is merged into anything. */
function subjectOf(event: Stripe.Event): Pick<StripeEvent, 'customerId' | 'chargeId'> {
  const object: unknown = event.data?.object
  if (!isRecord(object)) return { customerId: null, chargeId: null }
  const customerId = idIn(object.object === 'customer' ? object : object.customer, 'cus')
  return { customerId, chargeId: customerId ? null : idIn(object.charge, 'ch|py') }
}

const idIn = (reference: unknown, prefix: string): string | null => {
  const id = isRecord(reference) ? reference.id : reference
  return typeof id === 'string' && new RegExp(`^(${prefix})_\\w{1,250}$`).test(id) ? id : null
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
