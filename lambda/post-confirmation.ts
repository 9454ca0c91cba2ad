import type { PostConfirmationTriggerEvent } from 'aws-lambda'
import { type Services, services } from '@/lib/services'
import { ensureAccount } from '@/lib/sync/account'
import { ensureCustomer } from '@/lib/sync/customer'
import { sync } from '@/lib/sync/sync'
import { withTimeout } from '@/lib/with-timeout'

/** Cognito gives up after five seconds, and a sign-up with it. */
const patienceMs = 4_000

/**
 * Cognito calls this after a sign-up was confirmed: it makes the person's row and Stripe customer,
 * and puts them in the free plan's group. Cognito may call it three times; whatever is left undone
 * happens on the person's first request. So it never fails a sign-up, nor holds one up for long.
 */
export const handler = (event: PostConfirmationTriggerEvent) => postConfirmation(services)(event)

export const postConfirmation =
  (services: Services, patience = patienceMs) =>
  async (event: PostConfirmationTriggerEvent): Promise<PostConfirmationTriggerEvent> => {
    // Forgot-password confirms too, and its person has long been here.
    if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp') return event
    try {
      await withTimeout(welcome(services, event), patience)
    } catch (error) {
      complain(services, error, event.userName)
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

function complain(services: Services, error: unknown, username: string): void {
  try {
    services.log.error({ err: error, username }, 'Sign-up went on without its trigger')
  } catch (unset) {
    // Without a usable environment there is no log either.
    console.error('Sign-up went on without its trigger', unset)
  }
}
