import type { Facts } from './facts'
import { purchaseClaim } from './purchase-claim'
import type { AccessRules } from './status'
import { subscriptionClaim } from './subscription-claim'

/**
 * Whether the user pays for something that is open now: a subscription after its trial, or a
 * purchase. A failed renewal still counts during its grace period. A grant doesn't count.
 */
export function isPaying(facts: Facts, rules: AccessRules, now: Date): boolean {
  const subscriptions = facts.subscriptions.map((fact) => subscriptionClaim(fact, rules, now))
  const purchases = facts.purchases.map((fact) => purchaseClaim(fact, rules.catalog))
  return (
    subscriptions.some(({ open, status }) => open && status !== 'trialing') ||
    purchases.some(({ open }) => open)
  )
}
