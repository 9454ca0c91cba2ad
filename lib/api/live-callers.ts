import type { Token } from '@/lib/auth/token'
import type { Users } from '@/lib/auth/users'
import { AppError } from '@/lib/errors'
import { type LiveGroupServices, liveGroups } from '@/lib/identity/live-groups'
import { findSame, type People } from '@/lib/identity/people'
import type { Log } from '@/lib/log'
import { endAbsentUsersCheckout } from '@/lib/sync/checkout/end-checkout'
import type { SyncServices } from '@/lib/sync/services'

export type UserServices = Pick<SyncServices, 'accounts' | 'checkouts' | 'now'> & {
  users: Users
  people: Pick<People, 'find'>
  log: Log
}

/**
 * Asks Cognito, before a write, whether the token's user still exists and is enabled; else throws.
 * A token stays valid for minutes after its user was deleted or disabled. Such a user must not buy
 * anything, so their open checkout is ended, too.
 */
export async function confirmUser(
  services: UserServices,
  request: Request,
  token: Token,
): Promise<Token> {
  if (['GET', 'HEAD'].includes(request.method)) return token
  const person = await orUnavailable(services.log, findSame(services.people, token))
  if (person?.enabled) return token
  await endAbsentUsersCheckout(services, await services.accounts.get(token.userId))
  throw person
    ? new AppError('account_disabled', 'Your account is disabled. Contact us to enable it again.')
    : new AppError('unauthenticated', 'This account doesn’t exist anymore.')
}

/** The groups that the sender of a request is in now. Throws `unavailable` if Cognito can't say. */
export const liveGroupsOf = (
  services: LiveGroupServices & { log: Log },
  token: Token,
  accessToken: string | null,
): Promise<string[]> => orUnavailable(services.log, liveGroups(services, token, accessToken))

/** Fails closed: without Cognito's answer, no one is let in who needs it. */
async function orUnavailable<T>(log: Log, answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    log.error({ err: error }, 'Cognito could not be asked about a caller')
    throw new AppError(
      'unavailable',
      'Our sign-in service isn’t answering, so we can’t check your account. Try again in a moment.',
    )
  }
}
