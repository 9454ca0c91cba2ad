import { hasFinalPeriod } from '@/lib/billing/subscription/final-period'
import type { MemoryStripe } from '@/lib/stripe/memory-stripe'
import type { SubscriptionEnds } from './subscription-ends'

export const memorySubscriptionEnds = (stripe: MemoryStripe): SubscriptionEnds => ({
  async findTrial(subscriptionId) {
    const trial = stripe.trials.get(subscriptionId)
    return { card: trial?.card ?? null, isOurs: trial !== undefined }
  },

  async refuseTrial(subscriptionId) {
    stripe.endSubscription(subscriptionId, { trialRefused: true })
    return stripe.findSubscription(subscriptionId) !== undefined
  },

  async endForPurchase(subscriptionId, purchaseId) {
    stripe.changeSubscriptions((fact) =>
      fact.id === subscriptionId && fact.endedAt === null && fact.endedFor !== purchaseId
        ? {
            ...fact,
            cancelAt: hasFinalPeriod(fact) ? fact.cancelAt : fact.currentPeriodEnd,
            endedFor: purchaseId,
          }
        : fact,
    )
    return stripe.findSubscription(subscriptionId) !== undefined
  },

  async cancelIncomplete(subscriptionId) {
    const { status } = stripe.findSubscription(subscriptionId) ?? {}
    if (status === 'incomplete') {
      stripe.endSubscription(subscriptionId, { status: 'incomplete_expired' })
    }
  },
})
