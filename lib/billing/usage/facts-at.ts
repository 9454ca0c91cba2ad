import type { Facts, SubscriptionFact } from '@/lib/billing/access/facts'

/**
 * The facts as they were at an earlier time, as far as they still say: what came later is left out,
 * and a subscription that has ended since is open again. For usage that is recorded late.
 */
export const factsAt = ({ subscriptions, purchases, ...others }: Facts, at: Date): Facts => ({
  ...others,
  subscriptions: subscriptions
    .filter(({ createdAt }) => createdAt <= at)
    .map((fact) => subscriptionBefore(fact, at)),
  purchases: purchases.filter(({ paidAt }) => paidAt <= at),
})

function subscriptionBefore(fact: SubscriptionFact, at: Date): SubscriptionFact {
  const { status, trialStart, trialEnd, endedAt } = fact
  const wasOnTrial = trialStart !== null && trialEnd !== null && trialStart <= at && at < trialEnd
  const openStatus = wasOnTrial ? 'trialing' : 'active'
  if (endedAt && at < endedAt) return { ...fact, status: openStatus, endedAt: null, cancelAt: null }
  return status === 'active' ? { ...fact, status: openStatus } : fact
}
