import { handle } from '@/lib/api/handle'
import { currentAccount } from '@/lib/sync/current-account'
import { answerFor } from './answer'
import { subscriptionRoutes } from './routes'
import type { SubscriptionServices } from './running'

/** GET /api/subscription: the caller's subscription, what is coming, and what they can do. */
export const getSubscription = (services: SubscriptionServices) =>
  handle(services, subscriptionRoutes.subscription, async ({ user }) =>
    answerFor(services, await currentAccount(services, user)),
  )
