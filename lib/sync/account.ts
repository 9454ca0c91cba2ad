import { decideAccess } from '@/lib/billing/access/access'
import { noFacts } from '@/lib/billing/access/facts'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Person } from '@/lib/identity/people'
import type { SyncServices } from './services'

/**
 * The row of a person whom Cognito vouches for, made on first sight: whichever comes first of
 * sign-up, a request and a webhook. Access is what nobody's money bought yet. A customer that is
 * known to be theirs is tied to them in the same write: a row without it looks like somebody who
 * pays nothing, and would be treated so.
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
  return {
    ...person,
    customerId: null,
    version: 0,
    facts: noFacts,
    access: decideAccess(noFacts, rules, now()),
    accessChangedAt: at,
    stripeReadAt: { subscriptions: null, purchases: null },
    intents: {},
    move: null,
    // Version 0 has been applied nowhere: the sweeper puts the first group if nobody else does.
    dueAt: at,
    checkout: null,
    createdAt: at,
    updatedAt: at,
  }
}
