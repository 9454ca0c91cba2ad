import { z } from 'zod'
import { decideCancel } from '@/lib/billing/change-ending'
import { handle, readJson } from '@/lib/http'
import { cancelReasons } from '@/lib/stripe/subscriptions'
import { answerAfter } from './answer'
import { refusalError } from './refusals'
import { ownerOf, type SubscriptionServices } from './running'

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
    const { account, running } = await ownerOf(services, token)
    const { catalog } = services.rules
    const ending = decideCancel(when, running, catalog)
    if (ending.kind === 'refused') throw refusalError(ending.reason, { running }, catalog)
    if (!running) throw refusalError('no_subscription', { running }, catalog)
    const { subscriptions, payments } = services
    switch (ending.kind) {
      case 'at_period_end':
        await subscriptions.cancelAtPeriodEnd(running, { reason, comment })
        break
      case 'now':
        await subscriptions.cancelNow(running, { reason, comment })
        break
      case 'abandon':
        await payments.cancelIncomplete(running.id)
        break
      case 'same':
        break
    }
    return answerAfter(services, account, 'cancel')
  })
