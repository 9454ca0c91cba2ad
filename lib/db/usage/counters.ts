import { z } from 'zod'
import { Aggregation } from '@/lib/billing/catalog/schema'
import { Time } from '@/lib/billing/time'
import { UsagePeriod } from '@/lib/billing/usage/period'

/** A count by the start of its hour or day in UTC: `2026-03-01T09`, `2026-03-01`. */
const Counts = z.record(z.string(), z.int())

/**
 * What a user used of one meter in one period. It is one DynamoDB item, `USER#<sub>` /
 * `USAGE#<meter>#<start>#<source>`, so that the count, the limit and the history are one write.
 */
export const UsageCounter = z.object({
  userId: z.string(),
  meter: z.string(),
  aggregation: Aggregation,
  period: UsagePeriod,
  /** What was recorded: the sum, the newest value, or the highest. Stripe is told this number. */
  total: z.int(),
  /**
   * What counted already when the period began, in addition to a `sum`. Other meters begin with it
   * as their `total`.
   */
  opening: z.int(),
  /** What is reserved and not committed yet. */
  held: z.int(),
  /** How much of `total` Stripe was told, and in how many messages. */
  sent: z.int(),
  flushSeq: z.int(),
  /** `<at>#<id>` of the newest value, for `last`. What is older changes nothing. */
  newest: z.string().nullable(),
  /** By day for 13 months, as long as counters are read; by hour for at least 48 hours. */
  days: Counts,
  hours: Counts,
  /** Raised by every record, so that a value can be compared before it is replaced. */
  version: z.int(),
  createdAt: Time,
  updatedAt: Time,
})
export type UsageCounter = z.infer<typeof UsageCounter>

export type CounterKey = {
  userId: string
  meter: string
  period: Pick<UsagePeriod, 'start' | 'source'>
}

export type NewCounter = Pick<
  UsageCounter,
  'userId' | 'meter' | 'aggregation' | 'period' | 'opening' | 'newest' | 'createdAt'
> & {
  /** When to tell Stripe what it opens with; `null` if the meter isn't billed. */
  flushAt: Date | null
}

/** Keeps a counter for each user, meter and period. None is ever reset. */
export type UsageCounters = {
  /** Adds a counter unless it exists. Returns the one that is there afterwards. */
  open(counter: NewCounter): Promise<UsageCounter>
  /** Reads counters, strongly consistent, in the order of the keys. At most 100. */
  read(keys: readonly CounterKey[]): Promise<(UsageCounter | null)[]>
  /**
   * Lists a user's counters of a meter whose periods begin in `[from, to]`, the earliest first. One
   * query, strongly consistent.
   */
  list(of: { userId: string; meter: string; from: Date; to: Date }): Promise<UsageCounter[]>
  /** The user's counter of a meter whose period began last before `before`. One small query. */
  latest(of: { userId: string; meter: string; before: Date }): Promise<UsageCounter | null>
  /** Forgets the counts of these hours. */
  dropHours(key: CounterKey, hours: readonly string[]): Promise<void>
}
