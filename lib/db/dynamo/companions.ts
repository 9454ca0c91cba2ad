import type { AuditEntry } from '@/lib/db/audit/audit'
import type { Delivery } from '@/lib/db/ledger/ledger'
import type { OutboxMessage } from '@/lib/db/outbox/outbox'

/** Rows that land in the same write as a change of an account, or not at all. */
export type CompanionWrites = {
  delivery?: Delivery | undefined
  audit?: AuditEntry | undefined
  outbox?: OutboxMessage[] | undefined
}
