import { z } from 'zod'
import type { MemoryAudit } from '@/lib/db/audit/memory'
import type { CompanionWrites } from '@/lib/db/dynamo/companions'
import { accountKey } from '@/lib/db/dynamo/table'
import { UnreadableRow } from '@/lib/db/dynamo/unreadable'
import type { MemoryLedger } from '@/lib/db/ledger/memory'
import type { MemoryOutbox } from '@/lib/db/outbox/memory'
import { pageOf } from '@/lib/page'
import { Account, AccountState, type Accounts, type Intent } from './accounts'
import { ListedAccount, type UnreadableAccount } from './listing'

/** `drop` loses a row, and nothing else, as a careless script would; `spoil` makes it unreadable. */
export type MemoryAccounts = Accounts & {
  drop(userId: string): void
  spoil(userId: string, why: string): void
}

type Keepers = {
  ledger: Pick<MemoryLedger, 'put'>
  audit: Pick<MemoryAudit, 'put'>
  outbox: Pick<MemoryOutbox, 'add'>
}

/** How a row is written and read back. */
export type Keeping = {
  write<T>(schema: z.ZodType<T>, value: T): T
  read<T>(value: T): T
}

/** Keeps accounts in memory by the same rules as DynamoDB's: conditional, all or nothing. */
export function memoryAccounts(
  keepers: Keepers,
  { write: stored, read }: Keeping = asInATable,
): MemoryAccounts {
  const rows = new Map<string, Account>()
  const owners = new Map<string, string>()
  const spoilt = new Map<string, string>()

  /** One step, never interrupted: nothing here awaits. Throws before it has changed anything. */
  const change = (
    userId: string,
    holds: (row: Account) => boolean,
    next: (row: Account) => Partial<Account>,
    { delivery, audit, outbox = [] }: CompanionWrites = {},
  ) => {
    const row = rows.get(userId)
    if (!row || !holds(row)) return false
    const changed = stored(Account, { ...row, ...next(row) })
    if (delivery) keepers.ledger.put(delivery)
    if (audit) keepers.audit.put(audit)
    for (const message of outbox) keepers.outbox.add(message)
    rows.set(userId, changed)
    return true
  }

  return {
    async get(userId) {
      const why = spoilt.get(userId)
      if (why) throw new UnreadableRow(accountKey(userId).pk, why)
      return read(rows.get(userId) ?? null)
    },

    async create(account) {
      const known = rows.get(account.userId)
      if (known) return read(known)
      const { userId, customerId } = account
      if (customerId && (owners.get(customerId) ?? userId) !== userId) {
        throw new Error(`Customer ${customerId} belongs to another account`)
      }
      const row = stored(Account, account)
      rows.set(userId, row)
      if (customerId) owners.set(customerId, userId)
      return read(row)
    },

    async ownerOf(customerId) {
      return owners.get(customerId) ?? null
    },

    async linkCustomer(userId, customerId) {
      const owner = owners.get(customerId) ?? userId
      const linked = change(
        userId,
        (row) => row.customerId === null && owner === userId,
        () => ({ customerId }),
      )
      if (linked) owners.set(customerId, userId)
      return linked
    },

    async relinkCustomer(userId, gone, customerId) {
      const relinked = change(
        userId,
        (row) => row.customerId === gone && (owners.get(customerId) ?? userId) === userId,
        () => ({ customerId }),
      )
      if (relinked) owners.set(customerId, userId)
      return relinked
    },

    async save(userId, version, state, intent, beside) {
      return change(
        userId,
        (row) => row.version === version,
        (row) => ({
          ...stored(AccountState, state),
          version: version + 1,
          ...(intent && announced(row, intent)),
        }),
        beside,
      )
    },

    async putIntent(userId, version, intent, dueAt) {
      return change(
        userId,
        (row) => row.version === version,
        (row) => ({
          version: version + 1,
          ...announced(row, intent),
          dueAt,
        }),
      )
    },

    async removeIntents(userId, version, intentIds, applied) {
      return change(
        userId,
        (row) => row.version === version,
        (row) => ({
          intents: Object.fromEntries(
            Object.entries(row.intents).filter(([id]) => !intentIds.includes(id)),
          ),
          move: null,
          accessChangedAt: applied?.changedAt ?? row.accessChangedAt,
        }),
        applied,
      )
    },

    async defer(userId, version, dueAt) {
      return change(
        userId,
        (row) => row.version === version,
        () => ({ dueAt }),
      )
    },

    async deferUnread(userId, dueAt) {
      return change(
        userId,
        (row) => row.dueAt !== null,
        () => ({ dueAt }),
      )
    },

    async settle(userId, version, dueAt) {
      return change(
        userId,
        (row) => row.version === version && Object.keys(row.intents).length === 0,
        () => ({ dueAt }),
      )
    },

    async changeEmail(userId, seen, email) {
      return change(
        userId,
        (row) => row.email === seen,
        () => ({ email }),
      )
    },

    async swapCheckout(userId, seen, next) {
      return change(
        userId,
        (row) => (row.checkout?.sessionId ?? null) === seen,
        () => ({ checkout: next }),
      )
    },

    async due(now, limit) {
      return [...rows.values()]
        .flatMap(({ userId, dueAt }) => (dueAt && dueAt <= now ? [{ userId, dueAt }] : []))
        .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
        .slice(0, limit)
        .map(({ userId }) => userId)
    },

    async list(after) {
      const { items, next } = pageOf([...rows.keys()].sort(), after, listedPerPage)
      return {
        items: items.flatMap((id): (ListedAccount | UnreadableAccount)[] => {
          const why = spoilt.get(id)
          return why ? [{ userId: id, unreadable: why }] : listed(rows.get(id))
        }),
        next,
      }
    },

    async ping() {},

    drop(userId) {
      rows.delete(userId)
    },

    spoil(userId, why) {
      spoilt.set(userId, why)
    },
  }
}

/** About as many accounts as fit a megabyte, which is DynamoDB's page. */
const listedPerPage = 400

const listed = (row: Account | undefined): ListedAccount[] =>
  row ? [ListedAccount.parse(z.encode(ListedAccount, row))] : []

/** As it comes back from a table: only what the schema names, nothing shared with the caller. */
const asInATable: Keeping = {
  write: (schema, value) => schema.parse(z.encode(schema, value)),
  read: structuredClone,
}

/** Only what the schema names, unchecked and shared: thirty times faster, where nobody changes a row. */
export const unchecked: Keeping = {
  write(schema, value) {
    if (!(schema instanceof z.ZodObject)) return value
    const named = Object.keys(schema.shape)
    return Object.fromEntries(
      Object.entries(value as object).filter(([name]) => named.includes(name)),
      // It has what the schema names: the caller's type says so.
    ) as typeof value
  },
  read: (value) => value,
}

const announced = (row: Account, { id, at, supersedes = [], move }: Intent) => ({
  intents: {
    ...Object.fromEntries(
      Object.entries(row.intents).filter(([known]) => !supersedes.includes(known)),
    ),
    [id]: at,
  },
  move: move ?? row.move,
})
