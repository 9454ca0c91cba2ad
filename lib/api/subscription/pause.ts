import { handle } from '@/lib/api/handle'
import { decidePause } from '@/lib/billing/subscription/ending'
import { flushUser } from '@/lib/sync/usage/flush'
import { answerAfter } from './answer'
import { assertChanged } from './change'
import { refusalError } from './refusals'
import { subscriptionRoutes } from './routes'
import { ownerOf, type SubscriptionServices } from './running'

/** POST /api/subscription/pause: nothing is billed and nothing is open, until `resumesAt` or a resume. */
export const pause = (services: SubscriptionServices) =>
  handle(services, subscriptionRoutes.pause, async ({ user, body: { resumesAt = null } }) => {
    const { account, running } = await ownerOf(services, user)
    const { catalog } = services.rules
    const decided = decidePause(resumesAt, running, catalog, services.now())
    if (decided.kind === 'refused') throw refusalError(decided.reason, { running }, services)
    if (running && decided.kind === 'pause') {
      // The pause bills what was used before it.
      if (running.isMetered) await flushUser(services, user.userId)
      assertChanged(await services.pauses.pause(running, decided.resumesAt))
    }
    return answerAfter(services, account, 'pause')
  })
