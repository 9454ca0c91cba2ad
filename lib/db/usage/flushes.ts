import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Time } from '@/lib/billing/time'
import type { FlushPlan } from '@/lib/billing/usage/flush-plan'
import { UsagePeriod } from '@/lib/billing/usage/period'
import { type CounterKey, UsageCounter } from './counters'

/** One message about a counter's usage to Stripe. It is kept, so that a bill can be proven. */
export const UsageFlush = z.object({
  userId: z.string(),
  meter: z.string(),
  period: UsagePeriod,
  seq: z.int(),
  kind: z.enum(['usage', 'carry']),
  /** In whole units. */
  value: z.int(),
  /** The counter's `sent` before and after, as recorded. */
  from: z.int(),
  to: z.int(),
  /** The lookup key of the price that bills it; `null` if there was none. */
  price: z.string().nullable(),
  /** The time that Stripe counts it at. */
  at: Time,
  identifier: z.string(),
  createdAt: Time,
  state: z.enum(['pending', 'delivered', 'too_old']),
})
export type UsageFlush = z.infer<typeof UsageFlush>

/** What flushes keep on a counter. */
export const FlushFields = z.object({
  billedBy: z.object({ price: z.string(), included: z.int() }).nullable().default(null),
  paid: z.int().default(0),
  /** The first message of which it isn't known yet whether Stripe has it. */
  pendingSeq: z.int().nullable().default(null),
})
export type FlushFields = z.infer<typeof FlushFields>

export const FlushState = z.object({ ...UsageCounter.shape, ...FlushFields.shape })
export type FlushState = z.infer<typeof FlushState>

/**
 * Tells Stripe each unit once, by a watermark: `sent` moves to `total` in the transaction that writes
 * the messages. A crash leaves messages that the next flush sends again, under the same identifiers.
 */
export type UsageFlushes = {
  /** Counters that Stripe must be told about by now, the most urgent first. May be stale. */
  due(now: Date, limit: number): Promise<CounterKey[]>
  /** A user's counters with usage that Stripe hasn't been told, or may not have been. */
  unsentOf(userId: string): Promise<CounterKey[]>
  state(counter: CounterKey): Promise<FlushState | null>
  /**
   * Writes messages and moves `sent`, if no one has since the state was read and no message is
   * pending. Until `until` no sweep looks at the counter.
   */
  claim(
    state: FlushState,
    flushes: UsageFlush[],
    next: FlushPlan['next'],
    until: Date,
  ): Promise<boolean>
  /**
   * Says how the pending messages ended. What was recorded meanwhile is due at `dueAt`. Otherwise the
   * counter leaves the index of what is unsent, or is looked at again at `nextLookAt`.
   */
  settle(
    state: FlushState,
    flushes: UsageFlush[],
    at: { dueAt: Date; nextLookAt?: Date | null },
  ): Promise<void>
  /** Lets a sweep look at a counter later. */
  defer(counter: CounterKey, until: Date): Promise<void>
  /** All messages of a counter, the oldest first. Strongly consistent. */
  list(counter: CounterKey): Promise<UsageFlush[]>
}

/** The messages of a plan, numbered on from what was sent before. */
export const flushesOf = (state: FlushState, plan: FlushPlan, createdAt: Date): UsageFlush[] =>
  plan.messages.map(({ kind, value }, index) => {
    const { userId, meter, period, sent } = state
    const seq = state.flushSeq + index
    return {
      userId,
      meter,
      period,
      seq,
      kind,
      value,
      from: sent,
      to: kind === 'usage' ? plan.next.sent : sent,
      price: plan.next.billedBy?.price ?? null,
      at: plan.at,
      identifier: identifierOf(state, seq),
      createdAt,
      state: 'pending',
    }
  })

/** The same for the same message, however often it is sent. A hash, since Stripe takes 100 characters. */
function identifierOf({ userId, meter, period }: CounterKey, seq: number): string {
  const text = `${userId}:${meter}:${period.start.toISOString()}:${period.source}:${seq}`
  return `usage_${createHash('sha256').update(text).digest('base64url')}`
}
