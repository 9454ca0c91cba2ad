import Stripe from 'stripe'
import { hasEnded } from '@/lib/billing/access/subscription-status'
import { trialRefusedComment } from '@/lib/stripe/customer/stripe-facts'
import { idOf } from '@/lib/stripe/customer/values'
import { endBefore } from './cancel'
import { keepingItsEnd } from './schedule'
import type { SubscriptionEnds } from './subscription-ends'

export const stripeSubscriptionEnds = (stripe: Stripe): SubscriptionEnds => ({
  async findTrial(id) {
    const { default_payment_method: method, metadata } = await stripe.subscriptions.retrieve(id, {
      expand: ['default_payment_method'],
    })
    return {
      card: typeof method === 'object' ? (method?.card?.fingerprint ?? null) : null,
      isOurs: metadata.cognito_sub !== undefined,
    }
  },

  async refuseTrial(id) {
    const params = { cancellation_details: { comment: trialRefusedComment } }
    if (await unlessRefused(() => cancelUnlessEnded(stripe, id, params))) return true
    // Another process may have canceled it between our read and our request.
    let isOver = false
    await unlessRefused(async () => {
      isOver = hasEnded((await stripe.subscriptions.retrieve(id)).status)
    })
    return isOver
  },

  endForPurchase: (id, purchaseId) =>
    unlessRefused(async () => {
      const subscription = await stripe.subscriptions.retrieve(id)
      const { status, metadata, schedule, cancel_at: endsAt } = subscription
      if (hasEnded(status) || metadata.ended_for === purchaseId) return
      // A change scheduled for the period's end would continue the subscription beyond it.
      if (schedule) await stripe.subscriptionSchedules.release(idOf(schedule), keepingItsEnd)
      await stripe.subscriptions.update(id, {
        ...(isRenewed(subscription) && endWithPlan(subscription)),
        metadata: {
          ended_for: purchaseId,
          ...(isRenewed(subscription) && endsAt !== null && { [endBefore]: String(endsAt) }),
        },
      })
    }),

  async cancelIncomplete(id) {
    const { status } = await stripe.subscriptions.retrieve(id)
    if (status === 'incomplete') await stripe.subscriptions.cancel(id)
  },
})

/** `cancel_at_period_end` would be the end of the period that ends first: a month of usage. */
const endWithPlan = ({ items }: Stripe.Subscription) =>
  new Set(items.data.map((item) => item.current_period_end)).size === 1
    ? { cancel_at_period_end: true }
    : { cancel_at: 'max_period_end' as const }

/** Whether it is billed again, even if an end is set for a later period. */
const isRenewed = ({ cancel_at, cancel_at_period_end, items }: Stripe.Subscription): boolean =>
  cancel_at === null
    ? !cancel_at_period_end
    : items.data.some((item) => item.current_period_end < cancel_at)

export async function cancelUnlessEnded(
  stripe: Stripe,
  subscriptionId: string,
  params: Stripe.SubscriptionCancelParams = {},
): Promise<void> {
  const { status } = await stripe.subscriptions.retrieve(subscriptionId)
  if (!hasEnded(status)) await stripe.subscriptions.cancel(subscriptionId, params)
}

/** A request that Stripe refuses is no reason to withhold from users what they paid for. */
async function unlessRefused(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return false
    throw error
  }
}
