import { handle } from '@/lib/http'
import { currentAccount } from '@/lib/sync/current-account'
import { answerFor } from './answer'
import type { SubscriptionServices } from './running'

/** GET /api/subscription: the subscription of whoever asks, what is coming, and what they can do. */
export const subscription = (services: SubscriptionServices) =>
  handle(services, async (request) => {
    const token = await services.users.require(request)
    return answerFor(services, await currentAccount(services, token))
  })
