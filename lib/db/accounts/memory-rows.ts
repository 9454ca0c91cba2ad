import { z } from 'zod'
import type { MemoryAudit } from '@/lib/db/audit/memory'
import type { CompanionWrites } from '@/lib/db/dynamo/companions'
import type { MemoryLedger } from '@/lib/db/ledger/memory'
import type { MemoryOutbox } from '@/lib/db/outbox/memory'
import { Account } from './accounts'

/** Where the companions of an update go. */
export type CompanionStores = {
  ledger: Pick<MemoryLedger, 'put'>
  audit: Pick<MemoryAudit, 'put'>
  outbox: Pick<MemoryOutbox, 'add'>
}

/** How a row is copied when it is written and when it is read. */
export type RowCodec = {
  write<T>(schema: z.ZodType<T>, value: T): T
  read<T>(value: T): T
}

/** The rows that all account ports in memory share. */
export type MemoryRows = ReturnType<typeof memoryRows>

export function memoryRows(stores: CompanionStores, codec: RowCodec = asInATable) {
  const rows = new Map<string, Account>()

  return {
    rows,
    /** The owner of each customer, by customer id. */
    owners: new Map<string, string>(),
    /** Why a row can't be parsed, by user id. */
    unreadable: new Map<string, string>(),
    codec,

    /**
     * Updates a row and writes its companions if the condition holds. Never interrupted, because it
     * doesn't await, and throws before it has changed anything.
     */
    update(
      userId: string,
      condition: (row: Account) => boolean,
      changes: (row: Account) => Partial<Account>,
      { delivery, audit, outbox = [] }: CompanionWrites = {},
    ): boolean {
      const row = rows.get(userId)
      if (!row || !condition(row)) return false
      const changed = codec.write(Account, { ...row, ...changes(row) })
      if (delivery) stores.ledger.put(delivery)
      if (audit) stores.audit.put(audit)
      for (const message of outbox) stores.outbox.add(message)
      rows.set(userId, changed)
      return true
    },
  }
}

/** Copies as a table does: only what the schema names, and nothing shared with the caller. */
const asInATable: RowCodec = {
  write: (schema, value) => schema.parse(z.encode(schema, value)),
  read: structuredClone,
}

/** Doesn't check or copy. Thirty times faster, for callers that never change a row they read. */
export const unchecked: RowCodec = {
  write(schema, value) {
    if (!(schema instanceof z.ZodObject)) return value
    const named = Object.keys(schema.shape)
    return Object.fromEntries(
      Object.entries(value as object).filter(([name]) => named.includes(name)),
      // True because the caller's type says that `value` has every field of the schema.
    ) as typeof value
  },
  read: (value) => value,
}
