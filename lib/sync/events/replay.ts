import { orUnreadable, UnreadableRow } from '@/lib/db/dynamo/unreadable'
import type { LedgerEntry } from '@/lib/db/ledger/ledger'
import { describeError } from '@/lib/errors'
import type { StripeEvent } from '@/lib/stripe/events/events'
import type { ReplayServices } from './services'
import { type EventOutcome, takeEvent } from './take-event'
import { affectedFacts, usedEventTypes } from './used-events'

/** The staff member who replays events, and the request that asked for it. */
export type Replayer = { by: string; requestId: string }

export type Replayed = {
  eventId: string
  type: string
  /** `done_before`: the ledger shows that the event was processed, so nothing was done now. */
  outcome: EventOutcome | 'done_before'
  error: string | null
}

/** `next` continues after this page; `null` on the last page. */
export type ReplayPage = { replayed: Replayed[]; next: string | null }

const pageSize = 100

/**
 * Replays one event, whatever its outcome was. `null` if neither the ledger nor Stripe knows it.
 */
export async function replay(
  services: ReplayServices,
  eventId: string,
  replayer: Replayer,
): Promise<Replayed | null> {
  const entry = await entryOf(services, eventId)
  const event = entry ? await eventOfEntry(services, entry) : await services.events.find(eventId)
  return event && take(services, event, replayer)
}

/** Replays a page of the events whose last delivery failed, the newest first. */
export async function replayFailed(
  services: ReplayServices,
  { since, after }: { since?: Date; after?: string },
  replayer: Replayer,
): Promise<ReplayPage> {
  const { entries, next } = await services.ledger.failed({
    limit: pageSize,
    ...(since && { since }),
    ...(after !== undefined && { after }),
  })
  const replayed: Replayed[] = []
  for (const entry of entries) {
    const { eventId } = entry
    const type = 'type' in entry ? entry.type : unknownType
    replayed.push(
      await orFailed({ eventId, type }, replayer, services, async () => {
        // Stripe still has the event of an unreadable entry, and the replay writes the entry again.
        const event =
          'unreadable' in entry
            ? await services.events.find(eventId)
            : await eventOfEntry(services, entry)
        return event ? take(services, event, replayer) : expired({ eventId, type })
      }),
    )
  }
  return { replayed, next }
}

/**
 * For after an outage: processes a page of the events that Stripe sent since a time, the newest
 * first. Skips those that the ledger shows as processed, unless `again` is set. Each customer costs
 * one read of Stripe, because that read covers the customer's other events. Each event gets its
 * ledger entry.
 */
export async function catchUp(
  services: ReplayServices,
  { since, after, again = false }: { since: Date; after?: string; again?: boolean },
  replayer: Replayer,
): Promise<ReplayPage> {
  const types = usedEventTypes.filter(
    (type) => affectedFacts(type, services.rules.catalog).length > 0,
  )
  const { events, next } = await services.events.list({
    types,
    since,
    ...(after !== undefined && { after }),
  })
  const replayed: Replayed[] = []
  for (const event of events) {
    const { id: eventId } = event
    const type = 'type' in event ? event.type : unknownType
    replayed.push(
      await orFailed({ eventId, type }, replayer, services, async () => {
        if ('unreadable' in event) throw new Error(`The event is unreadable: ${event.unreadable}`)
        const entry = again ? null : await entryOf(services, eventId)
        const isDone = entry !== null && entry.outcome !== 'failed'
        return isDone ? doneBefore(event) : take(services, event, replayer)
      }),
    )
  }
  return { replayed, next }
}

/** An event that can't be read or fetched counts as failed, and doesn't stop the others. */
async function orFailed(
  event: Pick<Replayed, 'eventId' | 'type'>,
  { by, requestId }: Replayer,
  { log }: ReplayServices,
  take: () => Promise<Replayed>,
): Promise<Replayed> {
  try {
    return await take()
  } catch (error) {
    log.warn({ requestId, ...event, err: error, by }, 'An event could not be replayed')
    return { ...event, outcome: 'failed', error: describeError(error) }
  }
}

/** The ledger's entry. An unreadable entry counts as none, as if the event had never reached us. */
async function entryOf({ ledger }: ReplayServices, eventId: string): Promise<LedgerEntry | null> {
  const entry = await orUnreadable(ledger.get(eventId))
  return entry instanceof UnreadableRow ? null : entry
}

/** A failure is recorded in the ledger, and doesn't stop the others. */
async function take(
  services: ReplayServices,
  event: Omit<StripeEvent, 'livemode'>,
  { by, requestId }: Replayer,
): Promise<Replayed> {
  const { id: eventId, type } = event
  try {
    const outcome = await takeEvent(services, event, requestId, by)
    services.log.info({ requestId, eventId, type, outcome, by }, 'Replayed an event')
    return { eventId, type, outcome, error: null }
  } catch (error) {
    services.log.warn({ requestId, eventId, type, err: error, by }, 'A replayed event failed')
    return { eventId, type, outcome: 'failed', error: describeError(error) }
  }
}

/** An entry has all we need of an event, unless the customer of its charge could not be found. */
async function eventOfEntry({ events }: ReplayServices, entry: LedgerEntry) {
  const { eventId: id, type, createdAt, customerId } = entry
  return customerId ? { id, type, createdAt, customerId, chargeId: null } : events.find(id)
}

const doneBefore = ({ id, type }: StripeEvent): Replayed => ({
  eventId: id,
  type,
  outcome: 'done_before',
  error: null,
})

/** The type of an event that can't be read. */
const unknownType = 'unknown'

const expired = ({ eventId, type }: Pick<Replayed, 'eventId' | 'type'>): Replayed => ({
  eventId,
  type,
  outcome: 'failed',
  error: 'Stripe no longer has this event, and its user is unknown.',
})
