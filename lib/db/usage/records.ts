import { z } from 'zod'
import { Time } from '@/lib/billing/time'
import { UsagePeriod } from '@/lib/billing/usage/period'
import type { Page } from '@/lib/pagination'
import type { CounterKey, UsageCounter } from './counters'

/**
 * One accepted id. Ids are unique per user, so that a retry counts nothing, whenever it comes and
 * to whichever period its time belongs. A reservation takes an id as well.
 */
export const UsageRecord = z.object({
  userId: z.string(),
  id: z.string(),
  meter: z.string(),
  /** The counter that it is part of. */
  period: UsagePeriod.pick({ start: true, source: true }),
  /** What was counted, or is held. */
  quantity: z.int(),
  at: Time,
  recordedAt: Time,
  /** Only `recorded` counts. `expired` was freed by the sweeper, `released` by its caller. */
  state: z.enum(['recorded', 'held', 'released', 'expired']),
  /** What was reserved, and until when, if it began as a reservation. */
  hold: z.object({ quantity: z.int(), until: Time }).nullable(),
})
export type UsageRecord = z.infer<typeof UsageRecord>

/** How long an id is kept, in days: longer than Stripe accepts late usage, and for three invoices. */
export const recordDays = 100

export type UsageEntry = Pick<UsageRecord, 'id' | 'quantity' | 'at'>

/** Entries of one counter, which are recorded together or not at all. */
export type EntryGroup = {
  counter: CounterKey & Pick<UsageCounter, 'aggregation'>
  /** 1 to 99, each with another id. */
  entries: readonly UsageEntry[]
  /** What the counter may reach, with what it holds; `null` for no limit. */
  limit: number | null
  /** When to tell Stripe; `null` if the meter isn't billed. */
  flushAt: Date | null
  recordedAt: Date
}

/** Unless it is `recorded`, nothing was written. */
export type GroupOutcome =
  | { kind: 'recorded' }
  /** These ids were taken before. */
  | { kind: 'known'; records: UsageRecord[] }
  /** They don't all fit below the limit. `counter` was read after that. */
  | { kind: 'full'; counter: UsageCounter }
  | { kind: 'no_counter' }
  /** Other writers changed the counter each time. */
  | { kind: 'contended' }

/** Keeps the ids that were recorded, and counts each once. */
export type UsageRecords = {
  /** Writes ids, counter and history in one transaction. */
  add(group: EntryGroup): Promise<GroupOutcome>
  /** Reads a user's ids, strongly consistent. Ids that aren't known are left out. At most 100. */
  find(userId: string, ids: readonly string[]): Promise<UsageRecord[]>
  /**
   * Lists a counter's ids, page by page, whatever their state. A page may be empty. The cursor is an
   * id.
   */
  list(counter: CounterKey, after: string | null): Promise<Page<UsageRecord>>
}

/** The ids of a group, as they are stored once it is recorded. */
export const recordsOf = ({ counter, entries, recordedAt }: EntryGroup): UsageRecord[] =>
  entries.map(({ id, quantity, at }) => ({
    userId: counter.userId,
    id,
    meter: counter.meter,
    period: { start: counter.period.start, source: counter.period.source },
    quantity,
    at,
    recordedAt,
    state: 'recorded',
    hold: null,
  }))
