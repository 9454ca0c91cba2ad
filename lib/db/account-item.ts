import { z } from 'zod'
import { Account } from './accounts'
import { accountKey, dueIndex } from './table'

type Item = Record<string, unknown>

/** An account as its DynamoDB item. An attribute that would be null isn't there at all. */
export function toItem(account: Account): Item {
  const filled = Object.entries(z.encode(Account, account)).filter(([, value]) => value !== null)
  return {
    ...accountKey(account.userId),
    ...Object.fromEntries(filled),
    ...(account.checkout && { checkoutId: account.checkout.sessionId }),
    ...(account.dueAt && dueIndex(account.userId, account.dueAt)),
  }
}

/** Throws if the item is not an account: somebody else wrote it, or an older version of us. */
export const fromItem = (item: Item): Account =>
  Account.parse({ email: null, customerId: null, dueAt: null, checkout: null, ...item })
