import { z } from 'zod'
import { decideResume, type Resumption, resumables } from '@/lib/billing/subscription/ending'
import { handle, readJson } from '@/lib/http'
import type { Changed, RunningSubscription } from '@/lib/stripe/subscription/subscriptions'
import { answerAfter } from './answer'
import { refusalError } from './refusals'
import { persist } from './retry-contended'
import type { SubscriptionServices } from './running'

const Resume = z.strictObject({ what: z.enum(resumables).optional() })

/**
 * POST /api/subscription/resume: takes back a cancellation, a planned change, a change that waits for
 * its payment, or a pause; all of them unless it says which.
 */
export const resume = (services: SubscriptionServices) =>
  handle(services, async (request) => {
    const token = await services.users.require(request)
    const { what } = await readJson(request, Resume)
    const account = await persist(services, token, async ({ running }) => {
      if (!running) throw refusalError('no_subscription', { running }, services)
      for (const step of decideResume(running, what)) {
        const changed = await takeBack(services, running, step)
        if (changed.kind !== 'changed') return changed
      }
      return { kind: 'changed' }
    })
    return answerAfter(services, account, 'resume')
  })

function takeBack(
  { subscriptions, cancellations, pauses }: SubscriptionServices,
  running: RunningSubscription,
  step: Resumption,
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
