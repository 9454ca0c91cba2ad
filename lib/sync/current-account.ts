import type { Account } from '@/lib/db/accounts/accounts'
import { AppError } from '@/lib/errors'
import type { People } from '@/lib/identity/people'
import { withTimeout } from '@/lib/with-timeout'
import { ensureAccount } from './account'
import type { SyncServices } from './services'
import { sync } from './sync'

/** Who a verified token says its owner is. */
type TokenOwner = { userId: string; username: string }

/** Nobody waits longer than this for Stripe to confirm what the row says already. */
const patienceMs = 3_000

/**
 * The row of whoever is asking. Made if sign-up's trigger never ran, and brought up to date if time
 * has changed something the sweeper hasn't seen yet, so that a trial that was paid for at its end
 * doesn't blink. When Stripe can't be asked, the stored facts decide: an outage opens nothing.
 */
export async function currentAccount(
  services: SyncServices & { people: People },
  user: TokenOwner,
): Promise<Account> {
  const known = await services.accounts.get(user.userId)
  const account = known ?? (await firstSight(services, user))
  const { nextLookAt } = account.access
  const isDue = account.version === 0 || (nextLookAt !== null && nextLookAt <= services.now())
  if (!isDue) return account
  try {
    const work = sync(services, account.userId, { cause: { kind: 'request' } })
    const result = await withTimeout(work, patienceMs)
    return result.kind === 'synced' ? result.account : account
  } catch (error) {
    services.log.warn({ err: error, userId: account.userId }, 'A due account could not be synced')
    return account
  }
}

/** A token outlives its owner by up to its own lifetime; a person who was deleted gets no row. */
async function firstSight(services: SyncServices & { people: People }, user: TokenOwner) {
  const person = await services.people.find(user.username)
  if (person?.userId !== user.userId) {
    throw new AppError('unauthenticated', 'This account doesn’t exist anymore.')
  }
  // The sign-up trigger makes everybody's row. Without one it may have been lost, and its person
  // may pay: Stripe is asked before they are treated as new, and sold a second subscription.
  return ensureAccount(services, person, await services.customers.find(person.userId))
}
