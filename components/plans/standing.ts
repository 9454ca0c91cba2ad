import type { Access } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { type Catalog, type Plan, type Price, planByKey } from '@/lib/billing/catalog/catalog'
import { liveSubscriptions, order } from '@/lib/billing/checkout/order'
import type { Terms } from '@/lib/billing/pricing/cost'
import { type Switch, switchPlan } from '@/lib/billing/pricing/switch'

/** What somebody may do about a plan. */
export type Standing =
  | { kind: 'current' }
  /** It is theirs, and sold by another interval too. */
  | { kind: 'other_interval'; price: Price; change: Switch }
  /** Without a price: back to what costs nothing. */
  | { kind: 'switch'; price: Price | null; change: Switch }
  | { kind: 'start' }
  | { kind: 'buy'; price: Price; trialDays: number | null }
  /** It is sold by talking to people. */
  | { kind: 'talk' }
  /** A bank is still at what they bought. */
  | { kind: 'wait' }
  /** It is in what they have. */
  | { kind: 'had' }

/** Who is looking; of somebody who isn't signed in there are no facts. */
export type Viewer = { facts: Facts; access: Access; isSignedIn: boolean }

/** Only what to show: the checkout and the change ask again, of what Stripe says then. */
export function standingOf(
  plan: Plan,
  price: Price | undefined,
  viewer: Viewer,
  terms: Terms,
  { catalog, trialDays }: { catalog: Catalog; trialDays: number | undefined },
): Standing {
  const current = viewer.isSignedIn ? planByKey(catalog, viewer.access.plan) : undefined
  const running = runningOf(viewer, catalog)
  const from = running?.plan ?? current
  const change = () => switchPlan(from ?? plan, plan, catalog, running?.paying ?? null, terms)

  if (plan === current || plan === running?.plan) {
    const paid = running?.paying?.price.interval
    const isOther = plan === running?.plan && price && paid && price.interval !== paid
    return isOther && price.interval !== 'once'
      ? { kind: 'other_interval', price, change: change() }
      : { kind: 'current' }
  }
  if (plan.custom) return { kind: 'talk' }
  if (!price) {
    if (running) return { kind: 'switch', price: null, change: change() }
    return { kind: current && current.rank > plan.rank ? 'had' : 'start' }
  }
  const found = order(
    { plan: plan.key, interval: price.interval, currency: price.currency },
    viewer,
    catalog,
    trialDays,
  )
  switch (found.kind) {
    case 'order':
      return { kind: 'buy', price, trialDays: found.trialDays }
    case 'already_subscribed':
      return { kind: 'switch', price, change: change() }
    case 'already_bought':
      return { kind: 'had' }
    case 'payment_pending':
      return { kind: 'wait' }
    default:
      // Whatever else is in the way, the page before the checkout says what to do about it.
      return { kind: 'buy', price, trialDays: null }
  }
}

/** The subscription that a change would change, and what is paid for it as the catalog has it. */
function runningOf(
  { facts, access }: Viewer,
  catalog: Catalog,
): { plan: Plan | undefined; paying: { price: Price; quantity: number } | null } | null {
  const live = liveSubscriptions(facts)
  const subscription = live.find(({ id }) => id === access.subscription?.id) ?? live[0]
  if (!subscription) return null
  const keys = subscription.prices.map(({ lookupKey }) => lookupKey)
  const price = catalog.plans
    .flatMap(({ prices }) => prices)
    .find(({ lookupKey }) => keys.includes(lookupKey))
  return {
    plan: planByKey(catalog, access.subscription?.plan ?? ''),
    paying: price ? { price, quantity: subscription.quantity } : null,
  }
}
