import { purchaseClaim } from './claims/purchase'
import { subscriptionClaim } from './claims/subscription'
import type { Facts } from './facts'
import type { AccessRules } from './status'

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
