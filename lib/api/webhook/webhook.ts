import { handle } from '@/lib/api/handle'
import type { Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { verifyEvent } from '@/lib/stripe/events/events'
import type { EventServices } from '@/lib/sync/events/services'
import { takeEvent } from '@/lib/sync/events/take-event'
import { webhookRoutes } from './routes'

/**
 * POST /api/stripe/webhook: Stripe says that something changed. 200 with an empty body once all of
 * it is done; 400 for a body that none of our secrets signed; 5xx on any failure, so that Stripe
 * tries again.
 */
export const webhook = (
  services: EventServices & { settings: Pick<Settings, 'STRIPE_WEBHOOK_SECRET'> },
) =>
  handle(services, webhookRoutes.webhook, async ({ request, body, requestId, log }) => {
    const signature = request.headers.get('stripe-signature')
    const event = verifyEvent(body, signature, services.settings.STRIPE_WEBHOOK_SECRET)
    if (!event) throw new AppError('invalid_signature', 'No configured secret signed this body.')

    const outcome = await takeEvent(services, event, requestId)
    log.info(
      { requestId, eventId: event.id, type: event.type, customerId: event.customerId, outcome },
      'Took an event',
    )
  })
