import type { Account, Accounts } from './accounts'
import type { Ledger } from './ledger'

/** Keeps accounts in memory by the same rules as DynamoDB's: conditional, all or nothing. */
export function memoryAccounts(ledger: Ledger): Accounts {
  const rows = new Map<string, Account>()
  const owners = new Map<string, string>()

  const change = (
    userId: string,
    holds: (row: Account) => boolean,
    next: (row: Account) => Partial<Account>,
  ) => {
    const row = rows.get(userId)
    if (!row || !holds(row)) return false
    rows.set(userId, structuredClone({ ...row, ...next(row) }))
    return true
  }

  return {
    async get(userId) {
      return structuredClone(rows.get(userId) ?? null)
    },

    async create(account) {
      const row = rows.get(account.userId) ?? structuredClone(account)
      rows.set(account.userId, row)
      return structuredClone(row)
    },

    async ownerOf(customerId) {
      return owners.get(customerId) ?? null
    },

    async linkCustomer(userId, customerId) {
      if (owners.has(customerId)) return false
      const linked = change(
        userId,
        (row) => row.customerId === null,
        () => ({ customerId }),
      )
      if (linked) owners.set(customerId, userId)
      return linked
    },

    async save(userId, version, state, intent, delivery) {
      const saved = change(
        userId,
        (row) => row.version === version,
        (row) => ({
          ...state,
          version: version + 1,
          intents: intent ? { ...row.intents, [intent.id]: intent.at } : row.intents,
        }),
      )
      if (saved && delivery) await ledger.record(delivery)
      return saved
    },

    async putIntent(userId, version, intent, dueAt) {
      return change(
        userId,
        (row) => row.version === version,
        (row) => ({
          version: version + 1,
          intents: { ...row.intents, [intent.id]: intent.at },
          dueAt,
        }),
      )
    },

    async removeIntents(userId, version, intentIds, delivery) {
      const removed = change(
        userId,
        (row) => row.version === version,
        (row) => ({
          intents: Object.fromEntries(
            Object.entries(row.intents).filter(([id]) => !intentIds.includes(id)),
          ),
        }),
      )
      if (removed && delivery) await ledger.record(delivery)
      return removed
    },

    async settle(userId, version, dueAt) {
      return change(
        userId,
        (row) => row.version === version && Object.keys(row.intents).length === 0,
        () => ({ dueAt }),
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

    async ping() {},
  }
}
