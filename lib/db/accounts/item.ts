import { z } from 'zod'
import { accountKey, dueIndex } from '@/lib/db/dynamo/table'
import { readRow } from '@/lib/db/dynamo/unreadable'
import { Account } from './accounts'

type Item = Record<string, unknown>

/** Converts an account to its DynamoDB item. Null attributes are left out. */
export function toItem(account: Account): Item {
  const filled = Object.entries(z.encode(Account, account)).filter(([, value]) => value !== null)
  return {
    ...accountKey(account.userId),
    ...Object.fromEntries(filled),
    ...(account.checkout && { checkoutId: account.checkout.sessionId }),
    ...(account.dueAt && dueIndex(account.userId, account.dueAt)),
  }
}

/** Parses an account from its DynamoDB item. Throws `UnreadableRow` if it isn't one. */
export const fromItem = (item: Item): Account =>
  readRow(Account, item.pk, {
    email: null,
    customerId: null,
    move: null,
    dueAt: null,
    checkout: null,
    userGoneAt: null,
    ...item,
  })
