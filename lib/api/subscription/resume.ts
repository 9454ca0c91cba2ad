import { handle } from '@/lib/api/handle'
import { boughtPlan } from '@/lib/billing/checkout/order'
import { decideResume, type ResumeStep } from '@/lib/billing/subscription/ending'
import type { Changed, RunningSubscription } from '@/lib/stripe/subscription/subscriptions'
import { answerAfter } from './answer'
import { refusalError } from './refusals'
import { retryContended } from './retry-contended'
import { subscriptionRoutes } from './routes'
import type { SubscriptionServices } from './running'

/**
 * POST /api/subscription/resume: undoes a cancellation, a planned change, a change that waits for its
 * payment, or a pause; all of them if the caller doesn't say which.
 */
export const resume = (services: SubscriptionServices) =>
  handle(services, subscriptionRoutes.resume, async ({ user, body: { what } }) => {
    const { catalog } = services.rules
    const acted = await retryContended(services, user, async ({ account, running }) => {
      if (!running) throw refusalError('no_subscription', { running }, services)
      const owned = boughtPlan(account.facts, catalog)
      const steps = decideResume(running, owned, what)
      if (steps.length === 0 && decideResume(running, undefined, what).length > 0) {
        throw refusalError('owned', { running }, services)
      }
      for (const step of steps) {
        const changed = await undo(services, running, step)
        if (changed.kind !== 'changed') return changed
      }
      return { kind: 'changed' }
    })
    return answerAfter(services, acted, 'resume')
  })

function undo(
  { subscriptions, cancellations, pauses }: SubscriptionServices,
  running: RunningSubscription,
  step: ResumeStep,
): Promise<Changed> {
  switch (step.kind) {
    case 'discard_pending_update':
      return subscriptions.discardPendingUpdate(running)
    case 'cancel_scheduled_change':
      return subscriptions.cancelScheduledChange(running)
    case 'undo_cancel':
      return cancellations.undo(running)
    case 'unpause':
      return pauses.unpause(running, step.bills)
    case 'start_paying':
      return pauses.startPaying(running)
  }
}
