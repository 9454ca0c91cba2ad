import { randomUUID } from 'node:crypto'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Delivery } from '@/lib/db/ledger/ledger'
import { blankAccount } from '@/lib/sync/account'

/** A new user's row. Its user id is unique, so that tests can share a table. */
export function account(changes: Partial<Account> = {}): Account {
  const at = () => new Date('2026-03-01T12:00:00.000Z')
  const userId = changes.userId ?? randomUUID()
  const blank = blankAccount(
    { rules: { catalog: saas, groupPrefix: '' }, now: at, wallClock: at },
    { userId, username: userId, email: 'ada@example.com' },
  )
  return { ...blank, ...changes }
}

export const delivery = (changes: Partial<Delivery> = {}): Delivery => ({
  eventId: `evt_${randomUUID()}`,
  type: 'customer.subscription.updated',
  createdAt: new Date('2026-03-01T12:00:00Z'),
  // Now, since old ones expire.
  receivedAt: new Date(),
  customerId: 'cus_1',
  userId: 'user-1',
  outcome: 'synced',
  error: null,
  durationMs: 12.5,
  requestId: 'request-1',
  replayedBy: null,
  ...changes,
})
