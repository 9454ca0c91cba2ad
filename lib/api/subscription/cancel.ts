import { z } from 'zod'
import { decideCancel, type Ending } from '@/lib/billing/subscription/ending'
import { handle, readJson } from '@/lib/http'
import { type CancellationFeedback, cancelReasons } from '@/lib/stripe/subscription/cancellations'
import type { Changed, RunningSubscription } from '@/lib/stripe/subscription/subscriptions'
import { answerAfter } from './answer'
import { refusalError } from './refusals'
import { persist } from './retry-contended'
import type { SubscriptionServices } from './running'

const Cancellation = z.strictObject({
  when: z.enum(['period_end', 'now']).default('period_end'),
  reason: z.enum(cancelReasons).optional(),
  comment: z.string().trim().max(500).optional(),
})

/** POST /api/subscription/cancel: ends it with what is paid for, or at once where that is offered. */
export const cancel = (services: SubscriptionServices) =>
  handle(services, async (request) => {
    const token = await services.users.require(request)
    const { when, reason = null, comment = null } = await readJson(request, Cancellation)
    const { catalog } = services.rules
    const account = await persist(services, token, async ({ running }, attempt) => {
      const ending = decideCancel(when, running, catalog)
      if (running && ending.kind !== 'refused') {
        return leave(services, running, ending.kind, { reason, comment })
      }
      const refusal = ending.kind === 'refused' ? ending.reason : 'no_subscription'
      // Another window has ended it: that is what was asked for.
      if (attempt > 1 && refusal === 'no_subscription') return { kind: 'changed' }
      throw refusalError(refusal, { running }, services)
    })
    return answerAfter(services, account, 'cancel')
  })

async function leave(
  { cancellations, subscriptionEnds }: SubscriptionServices,
  running: RunningSubscription,
  kind: Exclude<Ending['kind'], 'refused'>,
  feedback: CancellationFeedback,
): Promise<Changed> {
  switch (kind) {
    case 'at_period_end':
      return cancellations.atPeriodEnd(running, feedback)
    case 'now':
      return cancellations.now(running, feedback)
    case 'abandon':
      await subscriptionEnds.cancelIncomplete(running.id)
      return { kind: 'changed' }
    case 'same':
      return { kind: 'changed' }
  }
}
