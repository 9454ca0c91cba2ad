import type { CancellationFeedback, Cancellations } from './cancellations'
import { unix } from './change-params'
import type { SubscriptionContext } from './context'
import { orContended } from './outcomes'
import { releaseSchedule } from './schedule'

/** Metadata: when the subscription was to end before its owner canceled it for an earlier time. */
export const endBefore = 'end_before_cancellation'

export function stripeCancellations(context: SubscriptionContext): Cancellations {
  const { stripe } = context
  return {
    atPeriodEnd: (subscription, feedback) =>
      orContended(context, subscription, async () => {
        await releaseSchedule(stripe, subscription)
        await stripe.subscriptions.update(subscription.id, {
          // The end of the first item's period, if they differ: the plan's may be months later.
          ...(subscription.endsTogether
            ? { cancel_at_period_end: true }
            : { cancel_at: unix(subscription.currentPeriodEnd) }),
          // An end that staff had set comes back if this is undone.
          metadata: {
            [endBefore]: subscription.cancelAt ? String(unix(subscription.cancelAt)) : '',
          },
          cancellation_details: detailsOf(feedback),
        })
      }),

    now: (subscription, feedback) =>
      orContended(context, subscription, async () => {
        await releaseSchedule(stripe, subscription)
        await stripe.subscriptions.cancel(subscription.id, {
          invoice_now: true,
          prorate: false,
          cancellation_details: detailsOf(feedback),
        })
      }),

    undo: (subscription) =>
      orContended(context, subscription, async () => {
        const { id } = subscription
        // The portal sets `cancel_at`, and we set `cancel_at_period_end`. Stripe takes only one of
        // them in a request.
        const { cancel_at_period_end, metadata } = await stripe.subscriptions.retrieve(id)
        const before = Number(metadata[endBefore])
        await stripe.subscriptions.update(id, {
          ...(before > 0
            ? { cancel_at: before }
            : cancel_at_period_end
              ? { cancel_at_period_end: false }
              : { cancel_at: '' }),
          metadata: { [endBefore]: '' },
        })
      }),
  }
}

const detailsOf = ({ reason, comment }: CancellationFeedback) => ({
  ...(reason && { feedback: reason }),
  ...(comment && { comment }),
})
