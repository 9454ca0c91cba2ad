import { z } from 'zod'
import { Time } from '@/lib/billing/time'

/** The outcome of one delivery of a Stripe event, for the operator who investigates it. */
export const Delivery = z.object({
  eventId: z.string(),
  type: z.string(),
  /** When Stripe created the event, in whole seconds. */
  createdAt: Time,
  receivedAt: Time,
  customerId: z.string().nullable(),
  userId: z.string().nullable(),
  outcome: z.enum(['synced', 'covered', 'unknown_customer', 'failed']),
  error: z.string().nullable(),
  durationMs: z.number().nonnegative(),
  requestId: z.string(),
  /** The staff member who replayed the event; `null` for Stripe's own deliveries. */
  replayedBy: z.string().nullable().default(null),
})
export type Delivery = z.infer<typeof Delivery>

/** An event's ledger entry: the last delivery, and how many there were. */
export const LedgerEntry = Delivery.extend({ attempts: z.int().positive() })
export type LedgerEntry = z.infer<typeof LedgerEntry>

/** Stands in for an entry that can't be parsed, as another program or version wrote it. */
export type UnreadableEntry = { eventId: string; unreadable: string }

/** `next` is the cursor of the next page, `null` after the last. A page may be short or empty. */
export type FailedPage = { entries: (LedgerEntry | UnreadableEntry)[]; next: string | null }

/**
 * Records the outcome of each event, for 90 days. Only failed events can be listed: an index over
 * all events would cost one more write per delivery, and Stripe lists its events itself.
 */
export type Ledger = {
  record(delivery: Delivery): Promise<void>
  /** Reads an event's entry. Throws `UnreadableRow` if it can't be parsed. */
  get(eventId: string): Promise<LedgerEntry | null>
  /** Lists events whose last delivery failed at or after `since`, newest first. May be stale. */
  failed(query: { since?: Date; after?: string; limit: number }): Promise<FailedPage>
}

const ledgerDays = 90

/** When an entry expires. From then on it isn't returned, even if DynamoDB still has it. */
export const expiryOf = ({ receivedAt }: Pick<Delivery, 'receivedAt'>): Date =>
  new Date(receivedAt.getTime() + ledgerDays * 86_400_000)

/** The sort key of a failure: its time, then the event id to break ties. */
export const failedSortKey = ({ receivedAt, eventId }: Pick<Delivery, 'receivedAt' | 'eventId'>) =>
  `${receivedAt.toISOString()}#${eventId}`
