import type { CancellationFeedback, Cancellations } from './cancellations'
import type { SubscriptionContext } from './context'
import { orContended } from './outcomes'
import { releaseSchedule } from './schedule'

export function stripeCancellations(context: SubscriptionContext): Cancellations {
  const { stripe } = context
  return {
    atPeriodEnd: (subscription, feedback) =>
      orContended(context, subscription, async () => {
        await releaseSchedule(stripe, subscription)
        await stripe.subscriptions.update(subscription.id, {
          cancel_at_period_end: true,
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
        const { cancel_at_period_end } = await stripe.subscriptions.retrieve(id)
        await stripe.subscriptions.update(
          id,
          cancel_at_period_end ? { cancel_at_period_end: false } : { cancel_at: '' },
        )
      }),
  }
}

const detailsOf = ({ reason, comment }: CancellationFeedback) => ({
  ...(reason && { feedback: reason }),
  ...(comment && { comment }),
})
