import { markOf, unix } from './change-params'
import type { SubscriptionContext } from './context'
import { exclusively } from './exclusive'
import { changed, orContended, paymentRequired } from './outcomes'
import type { Pauses } from './pauses'
import { releaseSchedule } from './schedule'

export function stripePauses(context: SubscriptionContext): Pauses {
  const { stripe } = context
  return {
    pause: (subscription, resumesAt) =>
      exclusively(stripe, subscription, (options) =>
        orContended(context, subscription, async () => {
          await releaseSchedule(stripe, subscription)
          const pause_collection = {
            behavior: 'void' as const,
            ...(resumesAt && { resumes_at: unix(resumesAt) }),
          }
          await stripe.subscriptions.update(
            subscription.id,
            { pause_collection, ...markOf(subscription) },
            options,
          )
        }),
      ),

    unpause: (subscription, bills) =>
      exclusively(stripe, subscription, (options) =>
        orContended(context, subscription, () =>
          stripe.subscriptions.update(
            subscription.id,
            {
              pause_collection: '',
              ...markOf(subscription),
              ...(bills && {
                billing_cycle_anchor: { type: 'now' as const },
                proration_behavior: 'none' as const,
                payment_behavior: 'error_if_incomplete' as const,
              }),
            },
            options,
          ),
        ),
      ),

    startPaying: (subscription) =>
      exclusively(stripe, subscription, async (options) => {
        const { latest_invoice } = await stripe.subscriptions.resume(
          subscription.id,
          {
            billing_cycle_anchor: { type: 'now' },
            payment_behavior: 'resume_on_payment_success',
            expand: ['latest_invoice'],
          },
          options,
        )
        const isOpen = typeof latest_invoice === 'object' && latest_invoice?.status === 'open'
        return isOpen ? paymentRequired(latest_invoice) : changed
      }),
  }
}
