import type { AuditEntry } from '@/lib/db/audit/audit'
import type { Delivery } from '@/lib/db/ledger/ledger'
import type { OutboxMessage } from '@/lib/db/outbox/outbox'

/** Rows that are written in the same transaction as an account change. */
export type CompanionWrites = {
  delivery?: Delivery | undefined
  audit?: AuditEntry | undefined
  outbox?: OutboxMessage[] | undefined
}
