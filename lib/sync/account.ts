import { decideAccess } from '@/lib/billing/access/access'
import { noFacts } from '@/lib/billing/access/facts'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Person } from '@/lib/identity/people'
import type { SyncServices } from './services'

/**
 * The row of a user that Cognito confirms. It is created by whichever comes first: sign-up, a
 * request or a webhook. A customer that is known to be the user's is linked in the same write,
 * because a row without one would be treated as a user who pays nothing.
 */
export async function ensureAccount(
  services: Pick<SyncServices, 'accounts' | 'rules' | 'now' | 'wallClock'>,
  person: Person,
  customerId: string | null = null,
): Promise<Account> {
  const known = await services.accounts.get(person.userId)
  return known ?? services.accounts.create({ ...blankAccount(services, person), customerId })
}

export function blankAccount(
  { rules, now, wallClock }: Pick<SyncServices, 'rules' | 'now' | 'wallClock'>,
  person: Person,
): Account {
  const at = wallClock()
  const { userId, username, email } = person
  return {
    userId,
    username,
    email,
    customerId: null,
    version: 0,
    facts: noFacts,
    access: decideAccess(noFacts, rules, now()),
    accessChangedAt: at,
    stripeReadAt: { subscriptions: null, purchases: null },
    intents: {},
    move: null,
    // The groups of version 0 have not been applied. If no sync does it first, the sweeper will.
    dueAt: at,
    checkout: null,
    userGoneAt: null,
    createdAt: at,
    updatedAt: at,
  }
}
