import { AccountState, type AccountWrites, type Intent } from './account-writes'
import type { Account } from './accounts'
import type { MemoryRows } from './memory-rows'

export const memoryAccountWrites = ({ update, codec }: MemoryRows): AccountWrites => ({
  async save(userId, version, state, intent, companions) {
    return update(
      userId,
      (row) => row.version === version,
      (row) => ({
        ...codec.write(AccountState, state),
        version: version + 1,
        ...(intent && withIntent(row, intent)),
      }),
      companions,
    )
  },

  async putIntent(userId, version, intent, dueAt) {
    return update(
      userId,
      (row) => row.version === version,
      (row) => ({ version: version + 1, ...withIntent(row, intent), dueAt }),
    )
  },

  async removeIntents(userId, version, intentIds, applied) {
    return update(
      userId,
      (row) => row.version === version,
      (row) => ({
        intents: without(row.intents, intentIds),
        move: null,
        accessChangedAt: applied?.changedAt ?? row.accessChangedAt,
        userGoneAt: applied?.userGoneAt === undefined ? row.userGoneAt : applied.userGoneAt,
      }),
      applied,
    )
  },
})

const withIntent = (row: Account, { id, at, supersedes = [], move }: Intent) => ({
  intents: { ...without(row.intents, supersedes), [id]: at },
  move: move ?? row.move,
})

const without = (intents: Account['intents'], ids: readonly string[]) =>
  Object.fromEntries(Object.entries(intents).filter(([id]) => !ids.includes(id)))
