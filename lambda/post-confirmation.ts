import type { PostConfirmationTriggerEvent } from 'aws-lambda'
import { type Services, services } from '@/lib/services'
import { accountOf } from '@/lib/sync/account'
import { customerOf } from '@/lib/sync/customer'
import { sync } from '@/lib/sync/sync'

/**
 * Cognito calls this after a sign-up was confirmed: it makes the person's row and Stripe customer,
 * and puts them in the free plan's group. Cognito gives it five seconds and may call it three times;
 * whatever is left undone happens on the person's first request. So it never fails a sign-up.
 */
export const handler = (event: PostConfirmationTriggerEvent) => postConfirmation(services)(event)

export const postConfirmation =
  (services: Services) =>
  async (event: PostConfirmationTriggerEvent): Promise<PostConfirmationTriggerEvent> => {
    // Forgot-password confirms too, and its person has long been here.
    if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp') return event
    const { sub, email } = event.request.userAttributes
    try {
      if (!sub) throw new Error('The event names no sub')
      const account = await accountOf(services, {
        userId: sub,
        username: event.userName,
        email: email ?? null,
      })
      await customerOf(services, account)
      await sync(services, sub)
    } catch (error) {
      services.log.error({ err: error, userId: sub }, 'Sign-up went on without its trigger')
    }
    return event
  }
