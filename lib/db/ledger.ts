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
})
export type Delivery = z.infer<typeof Delivery>

/** Every delivery counts one attempt; the last one's outcome stands. */
export type LedgerEntry = Delivery & { attempts: number }

/** Keeps what came of each event for 90 days. */
export type Ledger = {
  record(delivery: Delivery): Promise<void>
  get(eventId: string): Promise<LedgerEntry | null>
}

export const ledgerDays = 90
