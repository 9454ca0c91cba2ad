import { z } from 'zod'
import { decideResume, type Resumption, resumables } from '@/lib/billing/change-ending'
import { handle, readJson } from '@/lib/http'
import type { Changed, RunningSubscription, Subscriptions } from '@/lib/stripe/subscriptions'
import { answerAfter } from './answer'
import { settled } from './change'
import { refusalError } from './refusals'
import { ownerOf, type SubscriptionServices } from './running'

const Resume = z.strictObject({ what: z.enum(resumables).optional() })

/**
 * POST /api/subscription/resume: takes back a cancellation, a planned change, a change that waits for
 * its payment, or a pause; all of them unless it says which.
 */
export const resume = (services: SubscriptionServices) =>
  handle(services, async (request) => {
    const token = await services.users.require(request)
    const { what } = await readJson(request, Resume)
    const { account, running } = await ownerOf(services, token)
    if (!running) throw refusalError('no_subscription', { running }, services.rules.catalog)
    for (const step of decideResume(running, what)) {
      settled(await takeBack(services.subscriptions, running, step))
    }
    return answerAfter(services, account, 'resume')
  })

async function takeBack(
  subscriptions: Subscriptions,
  running: RunningSubscription,
  step: Resumption,
): Promise<Changed> {
  switch (step.kind) {
    case 'drop_payment':
      await subscriptions.dropWaiting(running)
      return { kind: 'changed' }
    case 'drop_change':
      await subscriptions.dropSchedule(running)
      return { kind: 'changed' }
    case 'keep':
      await subscriptions.keep(running)
      return { kind: 'changed' }
    case 'unpause':
      return subscriptions.unpause(running, step.bills)
    case 'begin_paying':
      return subscriptions.beginPaying(running)
  }
}
