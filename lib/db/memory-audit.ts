import { z } from 'zod'
import { type Audit, AuditEntry } from './audit'

/** `put` is `append` in one step, so that a write to an account can carry it: both or neither. */
export type MemoryAudit = Audit & { put(entry: AuditEntry): void; all(): AuditEntry[] }

export function memoryAudit(): MemoryAudit {
  const entries: AuditEntry[] = []
  const put = (entry: AuditEntry) => {
    entries.push(AuditEntry.parse(z.encode(AuditEntry, entry)))
  }
  return {
    put,
    all: () => structuredClone(entries),
    async append(entry) {
      put(entry)
    },
    async of(userId, limit) {
      return structuredClone(entries)
        .filter((entry) => entry.userId === userId)
        .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
        .slice(0, limit)
    },
  }
}
