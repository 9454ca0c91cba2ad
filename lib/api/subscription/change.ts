import { handle } from '@/lib/api/handle'
import { AppError } from '@/lib/errors'
import type { Promotions } from '@/lib/stripe/checkout/promotions'
import { confirmationNeeded } from '@/lib/stripe/refusals'
import type { Changed } from '@/lib/stripe/subscription/subscriptions'
import { answerAfter } from './answer'
import { momentOf, type Quote, quote } from './quote'
import { subscriptionRoutes } from './routes'
import { ownerOf, type SubscriptionServices } from './running'

/**
 * POST /api/subscription/change: makes the change that was previewed, and charges what was shown or
 * nothing. The preview is made again for the same moment: if it differs by a cent, nothing happens.
 */
export const changePlan = (services: SubscriptionServices & { promotions: Promotions }) =>
  handle(services, subscriptionRoutes.changePlan, async ({ user, body, request }) => {
    const { previewId, ...wanted } = body
    const owner = await ownerOf(services, user)
    const at = momentOf(previewId, services.now())
    const requester = services.rateLimiter.requesterOf(request.headers, user.userId)
    const quoted = await quote(services, owner, wanted, at ?? services.now(), requester)
    // Confirmed twice: it is done already.
    if (quoted.kind === 'same') return answerAfter(services, owner.account, 'change')
    if (!at || quoted.id !== previewId) throw stale
    assertChanged(await carryOut(services, quoted))
    return answerAfter(services, owner.account, 'change')
  })

const carryOut = (
  { subscriptions }: Pick<SubscriptionServices, 'subscriptions'>,
  { when, change, running, to }: Extract<Quote, { kind: 'quoted' }>,
): Promise<Changed> =>
  when === 'now' ? subscriptions.change(change) : subscriptions.schedule(running, to)

/** Throws the reason why a change was not made. */
export function assertChanged(changed: Changed): void {
  switch (changed.kind) {
    case 'changed':
      return
    case 'contended':
      throw new AppError(
        'conflict',
        'This was just changed in another window. Refresh and try again.',
      )
    case 'payment_required':
      throw paymentRequired(changed)
  }
}

function paymentRequired({ url, reason }: Extract<Changed, { kind: 'payment_required' }>) {
  if (url) {
    return new AppError(
      'payment_required',
      'Your payment didn’t go through. Nothing has changed.',
      {
        reason: 'payment_waiting',
        url,
      },
    )
  }
  return reason
    ? new AppError('payment_required', confirmationNeeded, { reason })
    : new AppError(
        'payment_required',
        'Your card was declined and nothing has changed. Add a different card and try again.',
        { reason: 'card_refused' },
      )
}

const stale = new AppError(
  'preview_stale',
  'This preview is out of date. You weren’t charged. Please review the change again.',
)
