import { orUnreadable, UnreadableRow } from '@/lib/db/dynamo/unreadable'
import type { LedgerEntry } from '@/lib/db/ledger/ledger'
import { describeError } from '@/lib/errors'
import type { StripeEvent } from '@/lib/stripe/events/events'
import type { ReplayServices } from './services'
import { type EventOutcome, takeEvent } from './take-event'
import { affectedFacts, usedEventTypes } from './used-events'

/** Who takes events once more, and under which request. */
export type Replayer = { by: string; requestId: string }

export type Replayed = {
  eventId: string
  type: string
  /** `done_before`: the ledger shows that it went well, so nothing was done now. */
  outcome: EventOutcome | 'done_before'
  error: string | null
}

/** `next` goes on where a page ended; `null` after the last. */
export type ReplayPage = { replayed: Replayed[]; next: string | null }

const pageSize = 100

/** Takes one event once more, whatever came of it before. `null` if neither we nor Stripe know it. */
export async function replay(
  services: ReplayServices,
  eventId: string,
  replayer: Replayer,
): Promise<Replayed | null> {
  const entry = await lineOf(services, eventId)
  const event = entry ? await eventOfEntry(services, entry) : await services.events.find(eventId)
  return event && take(services, event, replayer)
}

/** Takes a page of the events whose last delivery failed once more, the newest first. */
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
        // Stripe knows what a line said that can't be read, and its replay writes the line anew.
        const event =
          'unreadable' in entry
            ? await services.events.find(eventId)
            : await eventOfEntry(services, entry)
        return event ? take(services, event, replayer) : forgotten({ eventId, type })
      }),
    )
  }
  return { replayed, next }
}

/**
 * After an outage: takes a page of what Stripe says happened since a time, the newest first, and
 * leaves out what the ledger shows as done, unless it is wanted `again`. A customer costs one read of
 * Stripe however many events are theirs, since that read covers the others; each gets its line in
 * the ledger.
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
        if ('unreadable' in event) throw new Error(`The event can not be read: ${event.unreadable}`)
        const entry = again ? null : await lineOf(services, eventId)
        const isDone = entry !== null && entry.outcome !== 'failed'
        return isDone ? doneBefore(event) : take(services, event, replayer)
      }),
    )
  }
  return { replayed, next }
}

/** One event that can't be read or fetched counts as failed, and doesn't stop the others. */
async function orFailed(
  event: Pick<Replayed, 'eventId' | 'type'>,
  { by, requestId }: Replayer,
  { log }: ReplayServices,
  take: () => Promise<Replayed>,
): Promise<Replayed> {
  try {
    return await take()
  } catch (error) {
    log.warn({ requestId, ...event, err: error, by }, 'An event could not be taken again')
    return { ...event, outcome: 'failed', error: describeError(error) }
  }
}

/** The ledger's line; `null` also if it can't be read, as if the event had never reached us. */
async function lineOf({ ledger }: ReplayServices, eventId: string): Promise<LedgerEntry | null> {
  const entry = await orUnreadable(ledger.get(eventId))
  return entry instanceof UnreadableRow ? null : entry
}

/** A failure is noted in the ledger, and doesn't stop the others. */
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

/** The ledger knows all that matters of an event, but for whose charge it was if that failed. */
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

/** Of an event that nobody could read. */
const unknownType = 'unknown'

const forgotten = ({ eventId, type }: Pick<Replayed, 'eventId' | 'type'>): Replayed => ({
  eventId,
  type,
  outcome: 'failed',
  error: 'Stripe keeps this event no longer, and nobody knows whose it was.',
})
