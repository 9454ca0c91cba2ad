import type { Account } from '@/lib/db/accounts/accounts'
import { AppError } from '@/lib/errors'
import { findSame, type People } from '@/lib/identity/people'
import { type RateLimiter, requireRoom } from '@/lib/rate-limits'
import { withTimeout } from '@/lib/with-timeout'
import { ensureAccount } from './account'
import type { SyncServices } from './services'
import { syncForRequest } from './sync-for-request'

export type CurrentAccountServices = SyncServices & { people: People; rateLimiter: RateLimiter }

/** The user that a verified token names. */
type TokenOwner = { userId: string; username: string }

/**
 * How long a request waits for Stripe to confirm what the row says already. With what a page then
 * reads from Stripe itself, it must be shown within 6 seconds.
 */
const syncTimeoutMs = 2_500

/**
 * The signed-in user's row. Creates it if the sign-up trigger never ran. Syncs it if a time has
 * passed at which access changes and the sweeper hasn't seen it yet, so that a trial that was paid
 * at its end continues without a gap. If Stripe doesn't answer, or the user asks too often, the stored
 * facts decide: an outage grants nothing. Only these two cases call Stripe or Cognito, and only they
 * count against the user's limits.
 */
export async function currentAccount(
  services: CurrentAccountServices,
  user: TokenOwner,
): Promise<Account> {
  const known = await services.accounts.get(user.userId)
  if (known?.userGoneAt) await ownerOf(services, user)
  return syncIfDue(services, known ?? (await createAccount(services, user)))
}

/** The row after a sync, if a time has passed at which its access changes. */
export async function syncIfDue(
  services: CurrentAccountServices,
  account: Account,
): Promise<Account> {
  const { nextLookAt } = account.access
  const isDue = account.version === 0 || (nextLookAt !== null && nextLookAt <= services.now())
  if (!isDue) return account
  const requester = { userId: account.userId, address: null }
  if ((await services.rateLimiter.take('stripe', requester)).kind === 'used_up') return account
  try {
    const work = syncForRequest(services, account.userId, { cause: { kind: 'request' } })
    const result = await withTimeout(work, syncTimeoutMs)
    return result.kind === 'synced' ? result.account : account
  } catch (error) {
    services.log.warn({ err: error, userId: account.userId }, 'A due account could not be synced')
    return account
  }
}

/** The token's user. A token may outlive its user, and a user who was deleted has no account. */
async function ownerOf({ people, rateLimiter }: CurrentAccountServices, user: TokenOwner) {
  await requireRoom(rateLimiter, 'cognito', { userId: user.userId, address: null })
  const person = await findSame(people, user)
  if (!person) throw new AppError('unauthenticated', 'This account doesn’t exist anymore.')
  return person
}

async function createAccount(services: CurrentAccountServices, user: TokenOwner) {
  const person = await ownerOf(services, user)
  // The sign-up trigger creates every row, so a missing one may have been lost, and its user may be
  // paying. Ask Stripe first: a user taken for new could buy a second subscription.
  return ensureAccount(services, person, await services.customers.find(person.userId))
}
