import type { PostConfirmationTriggerEvent } from 'aws-lambda'
import { type Services, services } from '@/lib/services'
import { ensureAccount } from '@/lib/sync/account'
import { ensureCustomer } from '@/lib/sync/customer'
import { sync } from '@/lib/sync/sync'
import { withTimeout } from '@/lib/with-timeout'

/** Cognito times out after five seconds, which fails the sign-up. */
const timeoutMs = 4_000

/**
 * Creates the account and the Stripe customer of a new user, and adds the user to the free plan's
 * group. Cognito calls it after a sign-up was confirmed, up to three times. What fails here is done
 * by the user's first request, so it never fails a sign-up and never delays one for long.
 */
export const handler = (event: PostConfirmationTriggerEvent) => postConfirmation(services)(event)

export const postConfirmation =
  (services: Services, timeout = timeoutMs) =>
  async (event: PostConfirmationTriggerEvent): Promise<PostConfirmationTriggerEvent> => {
    // Cognito also calls this after a password reset, when the user exists already.
    if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp') return event
    try {
      await withTimeout(welcome(services, event), timeout)
    } catch (error) {
      logFailure(services, error, event.userName)
    }
    return event
  }

async function welcome(services: Services, { userName, request }: PostConfirmationTriggerEvent) {
  const { sub, email } = request.userAttributes
  if (!sub) throw new Error('The event names no sub')
  const account = await ensureAccount(services, {
    userId: sub,
    username: userName,
    email: email ?? null,
  })
  await ensureCustomer(services, account)
  await sync(services, sub, { cause: { kind: 'sign_up' } })
}

function logFailure(services: Services, error: unknown, username: string): void {
  try {
    services.log.error(
      { err: error, username },
      'The sign-up trigger failed; the first request will do its work',
    )
  } catch (unset) {
    // If the environment is invalid, there is no logger either.
    console.error('The sign-up trigger failed; the first request will do its work', unset)
  }
}
