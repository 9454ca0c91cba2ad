import { z } from 'zod'
import { Delivery, type Ledger, type LedgerEntry } from './ledger'

/** `put` is `record` in one step, so that a write to an account can carry it: both or neither. */
export type MemoryLedger = Ledger & { put(delivery: Delivery): void }

export function memoryLedger(): MemoryLedger {
  const entries = new Map<string, LedgerEntry>()
  const put = (delivery: Delivery) => {
    // There and back, as through a table: what couldn't be stored is refused here too.
    const stored = Delivery.parse(z.encode(Delivery, delivery))
    entries.set(stored.eventId, {
      ...stored,
      attempts: (entries.get(stored.eventId)?.attempts ?? 0) + 1,
    })
  }
  return {
    put,
    async record(delivery) {
      put(delivery)
    },
    async get(eventId) {
      return structuredClone(entries.get(eventId) ?? null)
    },
  }
}
