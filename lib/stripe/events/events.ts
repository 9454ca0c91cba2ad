import Stripe from 'stripe'
import { z } from 'zod'
import { describeError } from '@/lib/errors'

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

/** What a signed body turned out to be. */
export type VerifiedBody =
  | { kind: 'event'; event: StripeEvent }
  /** Stripe's, and of a shape that we use nothing of: a thin event of an event destination. */
  | { kind: 'thin'; id: string; type: string }
  /** Signed with one of our secrets, but of no shape that we know. */
  | { kind: 'unreadable'; problem: string }
  /** No secret signed it, or its signature isn't from the last five minutes. */
  | { kind: 'unsigned' }

/**
 * Checks the signature first, then the shape: a body may be authentic and still not what we expect.
 * Any of several secrets will do, so that one can be rolled without losing a delivery. `receivedAt` is
 * when it came from Stripe, if it waited in a queue since.
 */
export function verifyEvent(
  body: string,
  signature: string | null,
  secrets: readonly string[],
  receivedAt = new Date(),
): VerifiedBody {
  if (!signature || secrets.some((secret) => secret.trim() === '')) return { kind: 'unsigned' }
  if (!isTimely(signature, receivedAt)) return { kind: 'unsigned' }
  if (!secrets.some((secret) => isSigned(body, signature, secret, receivedAt))) {
    return { kind: 'unsigned' }
  }
  return readBody(body)
}

function isSigned(body: string, signature: string, secret: string, receivedAt: Date): boolean {
  try {
    const at = receivedAt.getTime()
    return !!Stripe.webhooks.signature?.verifyHeader(
      body,
      signature,
      secret,
      toleranceSeconds,
      undefined,
      at,
    )
  } catch {
    return false
  }
}

/**
 * Whether the signature's time is near `receivedAt`, in either direction. The SDK compares with
 * `age > tolerance`, which lets `NaN` and the distant future through.
 */
function isTimely(signature: string, receivedAt: Date): boolean {
  const signedAt = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1] ?? Number.NaN)
  const age = Math.abs(Math.floor(receivedAt.getTime() / 1000) - signedAt)
  return age <= toleranceSeconds
}

function readBody(body: string): VerifiedBody {
  try {
    const parsed: unknown = JSON.parse(body)
    const thin = ThinEvent.safeParse(parsed)
    if (thin.success) return { kind: 'thin', id: thin.data.id, type: thin.data.type }
    return { kind: 'event', event: eventOf(parsed) }
  } catch (error) {
    return { kind: 'unreadable', problem: describeError(error) }
  }
}

/**
 * What an event destination with thin payloads sends: a type and a reference, no object.
 * https://docs.stripe.com/event-destinations (November 2026)
 */
const ThinEvent = z.object({
  object: z.literal('v2.core.event'),
  id: z.string().min(1).max(255),
  type: z.string().max(255),
})

/** Bounded so that whatever passes can be a key and a date in our table: the year 9999 at most. */
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
  const customerId = idIn(object.object === 'customer' ? object : object.customer, customerIds)
  return { customerId, chargeId: customerId ? null : idIn(object.charge, chargeIds) }
}

/**
 * Stripe's own begin with `cus_`. Older integrations chose ids themselves, such as `acme-1042`.
 * Printable, without spaces, so that it can be logged and asked for.
 */
const customerIds = /^[!-~]{1,255}$/
const chargeIds = /^(ch|py)_\w{1,250}$/

const idIn = (reference: unknown, pattern: RegExp): string | null => {
  const id = isRecord(reference) ? reference.id : reference
  return typeof id === 'string' && pattern.test(id) ? id : null
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
