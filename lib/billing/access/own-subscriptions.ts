import type { Facts, SubscriptionFact } from './facts'
import type { PlanRules } from './plan-item'
import { planOfPrice } from './price-plan'

/**
 * Whether a subscription is about a plan: one of its prices maps to one, or our Checkout made it. A
 * customer may have other subscriptions of the same company, which are not ours to show, change or
 * cancel, and which don't keep anyone from buying a plan.
 */
export const isOwn = (
  { prices, soldHere }: Pick<SubscriptionFact, 'prices' | 'soldHere'>,
  { catalog, pricePlans }: PlanRules,
): boolean =>
  soldHere === true || prices.some((price) => planOfPrice(price, catalog, pricePlans) !== undefined)

/** The facts without the subscriptions of other products. */
export const ownFacts = <Known extends Pick<Facts, 'subscriptions'>>(
  facts: Known,
  rules: PlanRules,
): Known => ({
  ...facts,
  subscriptions: facts.subscriptions.filter((subscription) => isOwn(subscription, rules)),
})
