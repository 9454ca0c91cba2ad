import type { AuditEntry } from './audit'
import type { Delivery } from './ledger'
import type { OutboxMessage } from './outbox'

/** Rows that land in the same write as a change of an account, or not at all. */
export type Beside = {
  delivery?: Delivery | undefined
  audit?: AuditEntry | undefined
  outbox?: OutboxMessage[] | undefined
}
