import type { Access } from './access'
import { type Catalog, type Plan, type Price, planByKey } from './catalog'
import { purchaseClaim } from './claims'
import type { Facts } from './facts'

export type Order =
  /** `abandon`: subscriptions whose first payment is open, to be ended before another is begun. */
  | { kind: 'order'; plan: Plan; price: Price; trialDays: number | null; abandon: string[] }
  | { kind: 'unknown_plan' }
  | { kind: 'not_sold'; plan: Plan }
  | { kind: 'already_subscribed'; plan: string }
  | { kind: 'already_bought'; plan: Plan }

/** What somebody may buy now. A person has one base subscription: changing plan updates that one. */
export function order(
  wanted: { plan: string; interval: Price['interval'] },
  person: { facts: Facts; access: Access },
  catalog: Catalog,
  defaultTrialDays: number | undefined,
): Order {
  const plan = planByKey(catalog, wanted.plan)
  if (!plan) return { kind: 'unknown_plan' }
  const price = plan.prices.find((price) => price.interval === wanted.interval)
  if (!price || plan.custom) return { kind: 'not_sold', plan }
  const owned = boughtPlan(person.facts, catalog)
  if (owned && owned.rank >= plan.rank) return { kind: 'already_bought', plan: owned }
  if (wanted.interval !== 'once' && liveSubscriptions(person.facts).length > 0) {
    return { kind: 'already_subscribed', plan: person.access.plan }
  }
  const trialDays =
    price.interval === 'once' ? null : trialFor(plan, person.facts, defaultTrialDays)
  return { kind: 'order', plan, price, trialDays, abandon: unpaidFirst(person.facts) }
}

/** The highest plan that somebody has bought for good. */
const boughtPlan = (facts: Facts, catalog: Catalog): Plan | undefined =>
  facts.purchases
    .map((fact) => purchaseClaim(fact, catalog))
    .flatMap((claim) => (claim.open && claim.plan ? [claim.plan] : []))
    .sort((a, b) => b.rank - a.rank)[0]

/** A declined first payment must not keep anybody from trying again, nor be collected later. */
const unpaidFirst = (facts: Facts): string[] =>
  facts.subscriptions.filter(({ status }) => status === 'incomplete').map(({ id }) => id)

/**
 * Statuses that Stripe may still bring back to life: beside one of them a second would be billed. One
 * that we don't know opens nothing, but may well be billed.
 */
const live = ['trialing', 'active', 'past_due', 'unpaid', 'paused', 'unknown']

export const liveSubscriptions = (facts: Facts) =>
  facts.subscriptions.filter((subscription) => live.includes(subscription.status))

/** One trial for each person, ever: any subscription that had one, whatever became of it, counts. */
function trialFor(plan: Plan, facts: Facts, fallback: number | undefined): number | null {
  const days = plan.trialDays ?? fallback ?? 0
  const hadOne = facts.subscriptions.some((subscription) => subscription.trialStart !== null)
  return days > 0 && !hadOne ? days : null
}
