import { z } from 'zod'
import { type Outbox, type OutboxEntry, OutboxMessage, type UnreadableMessage } from './outbox'

/**
 * `add` is a synchronous `put`, so that an account write and its messages happen together. `spoil`
 * makes a message unreadable, as if another version of the app had written it.
 */
export type MemoryOutbox = Outbox & {
  add(message: OutboxMessage): void
  all(): OutboxEntry[]
  spoil(key: string, why: string): void
}

export function memoryOutbox(): MemoryOutbox {
  const entries = new Map<string, OutboxEntry>()
  const broken = new Map<string, string>()
  const add = (message: OutboxMessage) => {
    const stored = OutboxMessage.parse(z.encode(OutboxMessage, message))
    if (entries.has(stored.key)) return
    entries.set(stored.key, {
      ...stored,
      state: 'waiting',
      attempts: 0,
      dueAt: stored.createdAt,
      error: null,
    })
  }
  const waiting = () =>
    structuredClone([...entries.values()])
      .filter(({ state }) => state === 'waiting')
      .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
      .map((entry): OutboxEntry | UnreadableMessage => {
        const { key, dueAt } = entry
        const unreadable = broken.get(key)
        return unreadable ? { key, unreadable, dueAt } : entry
      })
  const change = (
    key: string,
    holds: (entry: OutboxEntry) => boolean,
    by: Partial<OutboxEntry>,
  ) => {
    const entry = entries.get(key)
    if (!entry || !holds(entry)) return false
    entries.set(key, structuredClone({ ...entry, ...by }))
    return true
  }
  return {
    add,
    all: () => structuredClone([...entries.values()]),
    async put(message) {
      add(message)
    },
    async get(key) {
      return structuredClone(entries.get(key) ?? null)
    },
    spoil(key, why) {
      broken.set(key, why)
    },
    async due(now, limit) {
      return waiting()
        .filter((entry) => entry.dueAt <= now)
        .slice(0, limit)
    },
    async waiting(limit) {
      return waiting().slice(0, limit)
    },
    async take(entry, dueAt) {
      const { attempts } = entry
      return change(entry.key, (row) => row.state === 'waiting' && row.attempts === attempts, {
        attempts: attempts + 1,
        dueAt,
      })
    },
    async deferUnread(key, dueAt) {
      change(key, (row) => row.state === 'waiting', { dueAt })
    },
    async recordAttempt(key, outcome) {
      change(key, ({ state }) => state === 'waiting' || outcome.state === 'sent', outcome)
    },
  }
}
