import { z } from 'zod'
import { MessageKind } from '@/lib/billing/notices/messages'
import { Time } from '@/lib/billing/time'

/**
 * A message that must not be sent twice: an email to the user or to staff. Its key is an
 * idempotency key made of business facts, such as `payment_failed:sub_1:2026-03-01`.
 */
export const OutboxMessage = z.object({
  key: z.string().min(1).max(500),
  kind: MessageKind,
  userId: z.string(),
  /** The template's variables. */
  data: z.record(z.string(), z.string()),
  createdAt: Time,
})
export type OutboxMessage = z.infer<typeof OutboxMessage>

export const OutboxEntry = OutboxMessage.extend({
  state: z.enum(['waiting', 'sent', 'dropped']),
  attempts: z.int().nonnegative(),
  /** When to make the next attempt. */
  dueAt: Time,
  /** Why the last attempt failed, or why it was dropped. */
  error: z.string().nullable(),
})
export type OutboxEntry = z.infer<typeof OutboxEntry>

/** Stands in for a message that can't be parsed, as another program or version wrote it. */
export type UnreadableMessage = { key: string; unreadable: string; dueAt: Date }

/** `dropped`: it had no recipient or was out of date. `waiting`: it failed, and will be retried. */
export type AttemptOutcome =
  | { state: 'sent'; error: null }
  | { state: 'dropped' | 'waiting'; error: string }

/** Stores messages until they are sent, and their keys afterwards, so none is sent twice. */
export type Outbox = {
  /** Adds a message. Does nothing if the key exists, sent or not. */
  put(message: OutboxMessage): Promise<void>
  get(key: string): Promise<OutboxEntry | null>
  /** Lists waiting messages that are due, longest due first. May be slightly stale. */
  due(now: Date, limit: number): Promise<(OutboxEntry | UnreadableMessage)[]>
  /** Lists all waiting messages for staff, longest due first. May be slightly stale. */
  waiting(limit: number): Promise<(OutboxEntry | UnreadableMessage)[]>
  /** Counts an attempt and sets the next to `dueAt`. `false` if another sender took it first. */
  take(entry: OutboxEntry, dueAt: Date): Promise<boolean>
  /** Sets `dueAt` of a message that still waits, even if it can't be parsed. */
  deferUnread(key: string, dueAt: Date): Promise<void>
  /**
   * Records how an attempt ended. A message that was sent stays sent, whatever a late sender
   * records. Does nothing if there is no such message.
   */
  recordAttempt(key: string, outcome: AttemptOutcome): Promise<void>
}
