import { updateFor } from './change-params'
import type { SubscriptionContext } from './context'
import { exclusively } from './exclusive'
import { changed, orContended, outcomeOrContended, paymentRequired } from './outcomes'
import { releaseSchedule } from './schedule'
import type { Subscriptions } from './subscriptions'

export const stripeChanges = (
  context: SubscriptionContext,
): Pick<Subscriptions, 'change' | 'discardPendingUpdate'> => ({
  async change(change) {
    const { stripe, prices } = context
    const { subscription } = change
    const params = updateFor(change, await prices())
    return exclusively(stripe, subscription, (options) =>
      outcomeOrContended(context, subscription, async () => {
        await releaseSchedule(stripe, subscription)
        const { pending_update, latest_invoice } = await stripe.subscriptions.update(
          subscription.id,
          { ...params, expand: ['latest_invoice'] },
          options,
        )
        return pending_update ? paymentRequired(latest_invoice) : changed
      }),
    )
  },

  discardPendingUpdate: (subscription) =>
    orContended(context, subscription, async () => {
      const { openInvoice } = subscription
      if (openInvoice) await context.stripe.invoices.voidInvoice(openInvoice.id)
    }),
})
