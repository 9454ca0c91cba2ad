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

/** Stripe's own memory of what happened. It keeps 30 days. */
export type Events = {
  /** `null` if Stripe never sent such an event, or keeps it no longer. */
  find(eventId: string): Promise<StripeEvent | null>
  /**
   * Those of `types` (at most 20) that happened at `since` or later, the newest first, a hundred at a
   * time; `next`, given back as `after`, goes on where a page ended.
   */
  list(query: { types: readonly string[]; since: Date; after?: string }): Promise<EventsPage>
}
export type EventsPage = { events: (StripeEvent | UnreadableEvent)[]; next: string | null }

/** In the place of an event that isn't what we take for one. */
export type UnreadableEvent = { id: string; unreadable: string }

/** Five minutes, Stripe's own default: an older signature is a replay. */
const toleranceSeconds = 300

/**
 * The event in a signed body; `null` if no secret signed it, it is too old, or it is no event. Any
 * of several secrets will do, so that one can be rolled without losing a delivery. `receivedAt` is
 * when it came from Stripe, if it has waited somewhere since.
 */
export function verifyEvent(
  body: string,
  signature: string | null,
  secrets: readonly string[],
  receivedAt = new Date(),
): StripeEvent | null {
  if (!signature || secrets.some((secret) => secret.trim() === '')) return null
  // Compared with no time at all, no signature is too old.
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

/** What we believe of an event that comes from Stripe beyond doubt; throws if it is none. */
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

/** Reads only what it names, and only strings: nothing of a payload is merged into anything. */
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
