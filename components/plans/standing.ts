import type { Access } from '@/lib/billing/access/access'
import type { Facts, SubscriptionFact } from '@/lib/billing/access/facts'
import type { PlanRules } from '@/lib/billing/access/plan-item'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Plan, Price } from '@/lib/billing/catalog/schema'
import { decideOrder } from '@/lib/billing/checkout/order'
import type { PriceTerms } from '@/lib/billing/pricing/cost'
import { type PlanDifference, planDifference } from '@/lib/billing/pricing/plan-difference'
import { type ChangeBlocker, changeBlocker, type Running } from '@/lib/billing/subscription/change'
import { currentSubscription } from '@/lib/billing/subscription/current'
import { isPaidToItsEnd } from '@/lib/billing/subscription/final-period'
import { knownBlocker } from '@/lib/billing/subscription/known-blocker'

/** What the visitor can do about a plan. */
export type Standing =
  | { kind: 'current' }
  /** It's their plan, and it is sold for another interval too. */
  | { kind: 'other_interval'; price: Price; change: PlanDifference }
  /** The price is `null` for a downgrade to the free plan. */
  | { kind: 'switch'; price: Price | null; change: PlanDifference }
  /** Their subscription can't be changed now. */
  | { kind: 'blocked'; blocker: ChangeBlocker; change: PlanDifference }
  /** The plan that they get then: a scheduled one, or the free plan if their subscription ends. */
  | { kind: 'next'; at: Date }
  | { kind: 'start' }
  | { kind: 'buy'; price: Price; trialDays: number | null }
  /** Sold by quote only. */
  | { kind: 'contact' }
  /** They have a bank payment that hasn't cleared yet. */
  | { kind: 'payment_pending' }
  /** Their plan includes it. */
  | { kind: 'included' }
  /** Only its trial is sold, and they can't have a trial. */
  | { kind: 'trial_over' }

/** The visitor. Without facts if they aren't signed in. */
export type Viewer = {
  facts: Facts
  access: Access
  isSignedIn: boolean
  /** Their subscription as Stripe has it now: only Stripe knows of coming changes. */
  live?: Running | null
}

/** For display only. Checkout and plan change decide again, from Stripe's state at that time. */
export function standingOf(
  plan: Plan,
  price: Price | undefined,
  viewer: Viewer,
  terms: PriceTerms,
  { trialDays, ...rules }: PlanRules & { trialDays: number | undefined },
): Standing {
  const { catalog } = rules
  const current = viewer.isSignedIn ? planByKey(catalog, viewer.access.plan) : undefined
  const running = subscriptionOf(viewer, rules)
  const from = running?.plan ?? current
  const change = () => planDifference(from ?? plan, plan, catalog, running?.paying ?? null, terms)
  const blocker = running && blockerFor(plan, price, running, viewer)

  const scheduled = viewer.live?.scheduled
  const isScheduled = scheduled?.plan?.key === plan.key && scheduled.interval === price?.interval
  const isOwn = plan === running?.plan && price?.interval === running.paying?.price.interval
  if (running && scheduled && isScheduled && !isOwn) return { kind: 'next', at: scheduled.at }
  if (plan === current || plan === running?.plan) {
    const paid = running?.paying?.price.interval
    const isOther = plan === running?.plan && price && paid && price.interval !== paid
    return isOther && price.interval !== 'once' && !blocker
      ? { kind: 'other_interval', price, change: change() }
      : { kind: 'current' }
  }
  if (plan.custom) return { kind: 'contact' }
  if (!price) {
    const endsAt = running?.subscription.cancelAt
    if (endsAt) return { kind: 'next', at: endsAt }
    if (running) return { kind: 'switch', price: null, change: change() }
    return { kind: current && current.rank > plan.rank ? 'included' : 'start' }
  }
  const found = decideOrder(
    { plan: plan.key, interval: price.interval, currency: price.currency },
    viewer,
    catalog,
    trialDays,
  )
  switch (found.kind) {
    case 'order':
      return { kind: 'buy', price, trialDays: found.trialDays }
    case 'already_subscribed':
      if (plan.trialOnly) return { kind: 'trial_over' }
      return blocker
        ? { kind: 'blocked', blocker, change: change() }
        : { kind: 'switch', price, change: change() }
    case 'already_bought':
      return { kind: 'included' }
    case 'payment_pending':
      return { kind: 'payment_pending' }
    case 'not_sold':
      if (plan.trialOnly) return { kind: 'trial_over' }
      return { kind: 'buy', price, trialDays: null }
    default:
      // `/setup-billing` explains any other obstacle and what to do about it.
      return { kind: 'buy', price, trialDays: null }
  }
}

type OwnSubscription = {
  subscription: SubscriptionFact
  plan: Plan | undefined
  paying: { price: Price; quantity: number } | null
}

/** Why they can't change to the plan now. A subscription that ends can still be upgraded. */
function blockerFor(
  plan: Plan,
  price: Price | undefined,
  { subscription, plan: from, paying }: OwnSubscription,
  { facts, live }: Viewer,
): ChangeBlocker | null {
  const known = knownBlocker(subscription, facts)
  const blocker = live && known !== 'first_payment_open' ? changeBlocker(live) : known
  if (blocker !== 'ending' || !isPaidToItsEnd(subscription)) return blocker
  const isHigher = plan.rank > (from?.rank ?? -1)
  return isHigher && price?.interval === paying?.price.interval ? null : blocker
}

/** The subscription that a change would apply to, and its price in the catalog. */
function subscriptionOf({ facts, access }: Viewer, rules: PlanRules): OwnSubscription | null {
  const subscription = currentSubscription(facts, access, rules)
  if (!subscription) return null
  const keys = subscription.prices.map(({ lookupKey }) => lookupKey)
  const price = rules.catalog.plans
    .flatMap(({ prices }) => prices)
    .find(({ lookupKey }) => keys.includes(lookupKey))
  return {
    subscription,
    plan: planByKey(rules.catalog, access.subscription?.plan ?? ''),
    paying: price ? { price, quantity: subscription.quantity } : null,
  }
}
