import { z } from 'zod'
import { accountKey } from '@/lib/db/dynamo/table'
import { UnreadableRow } from '@/lib/db/dynamo/unreadable'
import { pageOf } from '@/lib/pagination'
import { Account, type Accounts } from './accounts'
import { ListedAccount, type UnreadableAccount } from './listing'
import { memoryAccountWrites } from './memory-account-writes'
import { memoryCustomerOwners } from './memory-customer-owners'
import { type CompanionStores, type MemoryRows, memoryRows, type RowCodec } from './memory-rows'
import { memorySweepQueue } from './memory-sweep-queue'

export type MemoryAccounts = Accounts & {
  /** Deletes a row and nothing else, as a careless script would. */
  drop(userId: string): void
  /** Makes a row unreadable. */
  spoil(userId: string, why: string): void
}

/** The account ports over one table in memory, with the same rules as DynamoDB's. */
export function memoryAccountPorts(stores: CompanionStores, codec?: RowCodec) {
  const rows = memoryRows(stores, codec)
  return {
    accounts: memoryAccounts(rows),
    accountWrites: memoryAccountWrites(rows),
    customerOwners: memoryCustomerOwners(rows),
    sweepQueue: memorySweepQueue(rows),
  }
}

function memoryAccounts({ rows, owners, unreadable, codec, update }: MemoryRows): MemoryAccounts {
  const listed = (userId: string): (ListedAccount | UnreadableAccount)[] => {
    const why = unreadable.get(userId)
    if (why) return [{ userId, unreadable: why }]
    const row = rows.get(userId)
    return row ? [ListedAccount.parse(z.encode(ListedAccount, row))] : []
  }

  return {
    async get(userId) {
      const why = unreadable.get(userId)
      if (why) throw new UnreadableRow(accountKey(userId).pk, why)
      return codec.read(rows.get(userId) ?? null)
    },

    async create(account) {
      const { userId, customerId } = account
      const known = rows.get(userId)
      if (known) return codec.read(known)
      if (customerId && (owners.get(customerId) ?? userId) !== userId) {
        throw new Error(`Customer ${customerId} belongs to another account`)
      }
      const row = codec.write(Account, account)
      rows.set(userId, row)
      if (customerId) owners.set(customerId, userId)
      return codec.read(row)
    },

    async changeEmail(userId, seen, email) {
      return update(
        userId,
        (row) => row.email === seen,
        () => ({ email }),
      )
    },

    async swapCheckout(userId, seen, next) {
      return update(
        userId,
        (row) => (row.checkout?.sessionId ?? null) === seen,
        () => ({ checkout: next }),
      )
    },

    async list(after) {
      const { items, next } = pageOf([...rows.keys()].sort(), after, listedPerPage)
      return { items: items.flatMap(listed), next }
    },

    async ping() {},

    drop(userId) {
      rows.delete(userId)
    },

    spoil(userId, why) {
      unreadable.set(userId, why)
    },
  }
}

/** About how many accounts fit into a megabyte, which is DynamoDB's page size. */
const listedPerPage = 400
