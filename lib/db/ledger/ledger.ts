import { z } from 'zod'
import { Time } from '@/lib/billing/time'

/** How an event's delivery ended: the row an operator reads at 3 a.m. */
export const Delivery = z.object({
  eventId: z.string(),
  type: z.string(),
  /** When Stripe made the event, in whole seconds. */
  createdAt: Time,
  receivedAt: Time,
  customerId: z.string().nullable(),
  userId: z.string().nullable(),
  outcome: z.enum(['synced', 'covered', 'unknown_customer', 'failed']),
  error: z.string().nullable(),
  durationMs: z.number().nonnegative(),
  requestId: z.string(),
  /** Who at our end took it once more; `null` for Stripe's own deliveries. */
  replayedBy: z.string().nullable().default(null),
})
export type Delivery = z.infer<typeof Delivery>

/** Every delivery counts one attempt; the last one's outcome stands. */
export const LedgerEntry = Delivery.extend({ attempts: z.int().positive() })
export type LedgerEntry = z.infer<typeof LedgerEntry>

/** In the place of a line that can't be read: another version of us wrote it, or somebody else. */
export type UnreadableEntry = { eventId: string; unreadable: string }

/** `next` goes on where a page ended; `null` after the last. A page may be short, even empty. */
export type FailedPage = { entries: (LedgerEntry | UnreadableEntry)[]; next: string | null }

/**
 * Keeps what came of each event for 90 days. Only failed ones can be listed: an index over all of
 * them would cost a write for each delivery, and Stripe lists its events itself.
 */
export type Ledger = {
  record(delivery: Delivery): Promise<void>
  /** Throws `UnreadableRow` if what is there is no line of ours. */
  get(eventId: string): Promise<LedgerEntry | null>
  /** Those whose last delivery failed, at or after `since`; the newest first. May lag by a moment. */
  failed(query: { since?: Date; after?: string; limit: number }): Promise<FailedPage>
}

const ledgerDays = 90

/** From then on an entry isn't there, whether or not somebody has deleted it yet. */
export const expiryOf = ({ receivedAt }: Pick<Delivery, 'receivedAt'>): Date =>
  new Date(receivedAt.getTime() + ledgerDays * 86_400_000)

/** Sorts failures as they happened; the id keeps two of one moment apart. */
export const failedSortKey = ({ receivedAt, eventId }: Pick<Delivery, 'receivedAt' | 'eventId'>) =>
  `${receivedAt.toISOString()}#${eventId}`
