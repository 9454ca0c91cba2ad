import type { Settings } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { type Exchange, handle, loadShedding, readBody } from '@/lib/http'
import { verifyEvent } from '@/lib/stripe/events/events'
import type { EventServices } from '@/lib/sync/events/services'
import { takeEvent } from '@/lib/sync/events/take-event'

/** More than this at once only makes all of them slower than Stripe waits. It tries again. */
const mostAtOnce = 64

/** Stripe's largest events are some hundred kilobytes. */
const limit = 1024 * 1024

/**
 * POST /api/stripe/webhook: Stripe says that something changed. 200 with an empty body once all of
 * it is done; 400 for a body that none of our secrets signed; 5xx on any failure, so that Stripe
 * tries again.
 */
export const webhook = (
  services: EventServices & { settings: Pick<Settings, 'STRIPE_WEBHOOK_SECRET'> },
) =>
  handle(
    services,
    loadShedding(mostAtOnce, async (request: Request, { requestId, log }: Exchange) => {
      const body = new TextDecoder().decode(await readBody(request, limit))
      const event = verifyEvent(
        body,
        request.headers.get('stripe-signature'),
        services.settings.STRIPE_WEBHOOK_SECRET,
      )
      if (!event) {
        throw new AppError('invalid_signature', 'No configured secret signed this body.')
      }

      const outcome = await takeEvent(services, event, requestId)
      log.info(
        { requestId, eventId: event.id, type: event.type, customerId: event.customerId, outcome },
        'Took an event',
      )
      return new Response(null, { status: 200 })
    }),
  )
