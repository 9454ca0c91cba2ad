import Stripe from 'stripe'
import { z } from 'zod'

/** What we believe of an event: that something happened, when, and to which customer. */
export type StripeEvent = {
  id: string
  type: string
  /** Whole seconds, on Stripe's clock. */
  createdAt: Date
  livemode: boolean
  customerId: string | null
  /** For events that name a charge and no customer: disputes, failed refunds. */
  chargeId: string | null
}

/** The events that Stripe keeps, for 30 days. */
export type Events = {
  /** `null` if there was no such event, or Stripe no longer keeps it. */
  find(eventId: string): Promise<StripeEvent | null>
  /**
   * The events of `types` (at most 20) since a time, the newest first, a hundred per page. Pass
   * `next` as `after` to get the next page.
   */
  list(query: { types: readonly string[]; since: Date; after?: string }): Promise<EventsPage>
}
export type EventsPage = { events: (StripeEvent | UnreadableEvent)[]; next: string | null }

/** Stands for an event that we can't parse. */
export type UnreadableEvent = { id: string; unreadable: string }

/** Five minutes, Stripe's own default. An older signature is a replay attack. */
const toleranceSeconds = 300

/**
 * The event in a signed body; `null` if no secret signed it, it is too old, or it is no event. Any
 * of several secrets is accepted, so that a secret can be rolled without losing a delivery.
 * `receivedAt` is when it came from Stripe, if it waited in a queue since.
 */
export function verifyEvent(
  body: string,
  signature: string | null,
  secrets: readonly string[],
  receivedAt = new Date(),
): StripeEvent | null {
  if (!signature || secrets.some((secret) => secret.trim() === '')) return null
  // With an invalid time, Stripe's check would accept any age.
  if (Number.isNaN(receivedAt.getTime())) return null
  for (const secret of secrets) {
    try {
      return eventOf(
        Stripe.webhooks.constructEvent(
          body,
          signature,
          secret,
          toleranceSeconds,
          undefined,
          receivedAt.getTime(),
        ),
      )
    } catch {
      // Not this secret, or not an event. Try the next secret; if none fits, the event is refused.
    }
  }
  return null
}

/** Limited to what can be a key and a date in our table: at most the year 9999. */
const Envelope = z.object({
  id: z.string().min(1).max(255),
  type: z.string().max(255),
  created: z.int().nonnegative().max(253_402_300_799),
  livemode: z.boolean(),
})

/** Parses an event that is known to come from Stripe. Throws if it is no event. */
export function eventOf(event: unknown): StripeEvent {
  const { id, type, created, livemode } = Envelope.parse(event)
  return {
    id,
    type,
    createdAt: new Date(created * 1000),
    livemode,
    ...subjectOf(isRecord(event) && isRecord(event.data) ? event.data.object : null),
  }
}

/**
 * Reads only the named properties, and only strings. Nothing of a payload is merged into an object.
 */
function subjectOf(object: unknown): Pick<StripeEvent, 'customerId' | 'chargeId'> {
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
