import type { Access } from '@/lib/billing/access/access'
import type { Facts, SubscriptionFact } from '@/lib/billing/access/facts'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import type { PlanRules } from '@/lib/billing/access/plan-item'
import { liveSubscriptions } from '@/lib/billing/access/subscription-status'

/**
 * The live subscription that pages show and that a change applies to. If two are live, it is the
 * one that the user's access speaks of.
 */
export function currentSubscription(
  facts: Pick<Facts, 'subscriptions'>,
  access: Pick<Access, 'subscription'>,
  rules: PlanRules,
): SubscriptionFact | undefined {
  const live = liveSubscriptions(ownFacts(facts, rules))
  return live.find(({ id }) => id === access.subscription?.id) ?? live[0]
}
