import { z } from 'zod'
import { auditKey } from '@/lib/db/dynamo/table'
import { type Audit, AuditEntry, placeOf } from './audit'

/** `put` is a synchronous `append`, so that an account write and its entry happen together. */
export type MemoryAudit = Audit & {
  put(entry: AuditEntry): void
  all(): AuditEntry[]
  /** Makes an entry unreadable, as if another version of the app had written it. */
  spoil(id: string, why: string): void
}

export function memoryAudit(): MemoryAudit {
  const entries = new Map<string, AuditEntry>()
  const broken = new Map<string, string>()
  const put = (entry: AuditEntry) => {
    const stored = AuditEntry.parse(z.encode(AuditEntry, entry))
    const { pk, sk } = auditKey(stored)
    if (!entries.has(pk + sk)) entries.set(pk + sk, stored)
  }
  return {
    put,
    spoil: (id, why) => broken.set(id, why),
    all: () => structuredClone([...entries.values()]),
    async append(entry) {
      put(entry)
    },
    async of(userId, limit, place) {
      return structuredClone([...entries.values()])
        .filter((entry) => entry.userId === userId)
        .filter((entry) => place === undefined || placeOf(entry) < place)
        .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1))
        .slice(0, limit)
        .map((entry) => {
          const unreadable = broken.get(entry.id)
          return unreadable ? { what: 'unreadable', place: placeOf(entry), unreadable } : entry
        })
    },
  }
}
