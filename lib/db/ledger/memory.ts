import { z } from 'zod'
import { eventKey } from '@/lib/db/dynamo/table'
import { UnreadableRow } from '@/lib/db/dynamo/unreadable'
import { Delivery, expiryOf, failedSortKey, type Ledger, type LedgerEntry } from './ledger'

/** `put` is a synchronous `record`, so that an account write and its entry happen together. */
export type MemoryLedger = Ledger & {
  put(delivery: Delivery): void
  /** Makes an entry unreadable until it is written again, as another version of the app might. */
  spoil(eventId: string, why: string): void
}

/** A ledger in memory. Without a clock its entries don't expire. */
export function memoryLedger(now: () => Date = () => new Date(0)): MemoryLedger {
  const entries = new Map<string, LedgerEntry>()
  const broken = new Map<string, string>()
  const put = (delivery: Delivery) => {
    // Encoded and decoded as for a table, so that an invalid delivery is refused here too.
    const stored = Delivery.parse(z.encode(Delivery, delivery))
    broken.delete(stored.eventId)
    entries.set(stored.eventId, {
      ...stored,
      attempts: (entries.get(stored.eventId)?.attempts ?? 0) + 1,
    })
  }
  const isKept = (entry: LedgerEntry) => expiryOf(entry) > now()

  return {
    put,

    spoil(eventId, why) {
      broken.set(eventId, why)
    },

    async record(delivery) {
      put(delivery)
    },

    async get(eventId) {
      const why = broken.get(eventId)
      if (why) throw new UnreadableRow(eventKey(eventId).pk, why)
      const entry = entries.get(eventId)
      return entry && isKept(entry) ? structuredClone(entry) : null
    },

    async failed({ since = new Date(0), after, limit }) {
      const found = [...entries.values()]
        .filter((entry) => entry.outcome === 'failed' && isKept(entry) && entry.receivedAt >= since)
        .map((entry) => ({ entry, key: failedSortKey(entry) }))
        .filter(({ key }) => after === undefined || key < after)
        .sort((a, b) => (a.key < b.key ? 1 : -1))
      const page = found.slice(0, limit)
      return {
        entries: structuredClone(
          page.map(({ entry }) => {
            const unreadable = broken.get(entry.eventId)
            return unreadable ? { eventId: entry.eventId, unreadable } : entry
          }),
        ),
        next: found.length > limit ? (page.at(-1)?.key ?? null) : null,
      }
    },
  }
}
