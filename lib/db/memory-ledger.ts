import type { Ledger, LedgerEntry } from './ledger'

export function memoryLedger(): Ledger {
  const entries = new Map<string, LedgerEntry>()
  return {
    async record(delivery) {
      const attempts = (entries.get(delivery.eventId)?.attempts ?? 0) + 1
      entries.set(delivery.eventId, structuredClone({ ...delivery, attempts }))
    },
    async get(eventId) {
      return structuredClone(entries.get(eventId) ?? null)
    },
  }
}
