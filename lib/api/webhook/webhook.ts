import { handle } from '@/lib/api/handle'
import type { Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { loadShedding } from '@/lib/http'
import { verifyEvent } from '@/lib/stripe/events/events'
import type { EventServices } from '@/lib/sync/events/services'
import { takeEvent } from '@/lib/sync/events/take-event'
import { webhookRoutes } from './routes'

/** More events than this at once only makes all of them slower than Stripe waits. It retries. */
const maxAtOnce = 64

/**
 * POST /api/stripe/webhook: Stripe says that something changed. 200 with an empty body once all of
 * it is done; 400 for a body that none of our secrets signed; 5xx on any failure, so that Stripe
 * tries again. Only verified events count toward `maxAtOnce`, because anyone can send a body that
 * never ends.
 */
export const webhook = (
  services: EventServices & { settings: Pick<Settings, 'STRIPE_WEBHOOK_SECRET'> },
) => {
  const take = loadShedding(maxAtOnce, takeEvent)

  return handle(services, webhookRoutes.webhook, async ({ request, body, requestId, log }) => {
    const signature = request.headers.get('stripe-signature')
    const verified = verifyEvent(body, signature, services.settings.STRIPE_WEBHOOK_SECRET)
    switch (verified.kind) {
      case 'unsigned':
        throw new AppError('invalid_signature', 'No configured secret signed this body.')
      case 'unreadable':
        log.error({ requestId, problem: verified.problem }, 'A signed body is not an event')
        throw new AppError('invalid_request', 'The signature is right, but this is no event.')
      case 'thin':
        log.info({ requestId, eventId: verified.id, type: verified.type, outcome: 'unused' }, took)
        return
      case 'event': {
        const { event } = verified
        const { id: eventId, type, customerId } = event
        const outcome = await take(services, event, requestId)
        log.info({ requestId, eventId, type, customerId, outcome }, took)
      }
    }
  })
}

const took = 'Took an event'
