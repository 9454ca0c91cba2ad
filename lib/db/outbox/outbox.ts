import { z } from 'zod'
import { MessageKind } from '@/lib/billing/notices/messages'
import { Time } from '@/lib/billing/time'

/**
 * Something that adds up, so that doing it twice would show: a mail, a note to staff. Its key is
 * the business's own name for it, such as `payment_failed:sub_1:2026-03-01`; the same key again is
 * the same message.
 */
export const OutboxMessage = z.object({
  key: z.string().min(1).max(500),
  kind: MessageKind,
  userId: z.string(),
  /** What its template needs. */
  data: z.record(z.string(), z.string()),
  createdAt: Time,
})
export type OutboxMessage = z.infer<typeof OutboxMessage>

export const OutboxEntry = OutboxMessage.extend({
  state: z.enum(['waiting', 'sent', 'dropped']),
  attempts: z.int().nonnegative(),
  /** When to try (again). */
  dueAt: Time,
  /** Why the last attempt failed, or why it was dropped. */
  error: z.string().nullable(),
})
export type OutboxEntry = z.infer<typeof OutboxEntry>

/** In the place of a message that can't be read: another version of us wrote it, or somebody else. */
export type UnreadableMessage = { key: string; unreadable: string; dueAt: Date }

/** Keeps what is to be said until it has been, and afterwards that it was. */
export type Outbox = {
  /** Does nothing if the key is known, sent or not. */
  put(message: OutboxMessage): Promise<void>
  get(key: string): Promise<OutboxEntry | null>
  /** Waiting and due, the longest first. May lag by a moment. */
  due(now: Date, limit: number): Promise<(OutboxEntry | UnreadableMessage)[]>
  /** All that wait, due or not, the longest due first: what staff look at. May lag by a moment. */
  waiting(limit: number): Promise<(OutboxEntry | UnreadableMessage)[]>
  /** Counts an attempt and moves the next one to `dueAt`; `false` if somebody else took it first. */
  take(entry: OutboxEntry, dueAt: Date): Promise<boolean>
  /** Moves the next look at a message, read or not, to `dueAt`, if it still waits. */
  deferUnread(key: string, dueAt: Date): Promise<void>
  sent(key: string): Promise<void>
  /** Gives it up unsent: nobody is there to read it, or it isn't true any more. */
  dropped(key: string, why: string): Promise<void>
  failed(key: string, error: string): Promise<void>
}
