import { handle } from '@/lib/api/handle'
import { type CancelDecision, decideCancel } from '@/lib/billing/subscription/ending'
import type { CancellationFeedback } from '@/lib/stripe/subscription/cancellations'
import type { Changed, RunningSubscription } from '@/lib/stripe/subscription/subscriptions'
import { flushUser } from '@/lib/sync/usage/flush'
import { answerAfter } from './answer'
import { refusalError } from './refusals'
import { retryContended } from './retry-contended'
import { subscriptionRoutes } from './routes'
import type { SubscriptionServices } from './running'

/** POST /api/subscription/cancel: at the end of the paid period, or at once where that is offered. */
export const cancel = (services: SubscriptionServices) =>
  handle(services, subscriptionRoutes.cancel, async ({ user, body }) => {
    const { when, reason = null, comment = null } = body
    const { catalog } = services.rules
    const account = await retryContended(services, user, async ({ running }, attempt) => {
      const ending = decideCancel(when, running, catalog)
      if (running && ending.kind !== 'refused') {
        return leave(services, user.userId, running, ending.kind, { reason, comment })
      }
      const refusal = ending.kind === 'refused' ? ending.reason : 'no_subscription'
      // Another window has canceled it: that is what was asked for.
      if (attempt > 1 && refusal === 'no_subscription') return { kind: 'changed' }
      throw refusalError(refusal, { running }, services)
    })
    return answerAfter(services, account, 'cancel')
  })

async function leave(
  services: SubscriptionServices,
  userId: string,
  running: RunningSubscription,
  kind: Exclude<CancelDecision['kind'], 'refused'>,
  feedback: CancellationFeedback,
): Promise<Changed> {
  const { cancellations, subscriptionEnds } = services
  switch (kind) {
    case 'at_period_end':
      return cancellations.atPeriodEnd(running, feedback)
    case 'now':
      // Its last invoice is made now.
      if (running.isMetered) await flushUser(services, userId)
      return cancellations.now(running, feedback)
    case 'abandon':
      await subscriptionEnds.cancelIncomplete(running.id)
      return { kind: 'changed' }
    case 'same':
      return { kind: 'changed' }
  }
}
