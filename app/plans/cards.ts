import { standingOf, type Viewer } from '@/components/plans/standing'
import type { Plan } from '@/lib/billing/catalog/schema'
import type { PriceTerms } from '@/lib/billing/pricing/cost'
import { priceOf } from '@/lib/billing/pricing/plan-prices'
import { discountedPrice, type PromotionLookup } from '@/lib/billing/pricing/promotion'
import { services } from '@/lib/services'

export type CardData = ReturnType<typeof cardOf>

/** Returns a plan's price under these terms, and what the visitor can do about it. */
export function cardOf(
  plan: Plan,
  viewer: Viewer,
  terms: PriceTerms,
  lookup: PromotionLookup | null,
) {
  const price = plan.custom ? undefined : priceOf(plan, terms.interval, terms.currency)
  const standing = standingOf(plan, price, viewer, terms, {
    ...services.rules,
    trialDays: services.settings.TRIAL_DAYS,
  })
  // Only checkout applies the code shown here; a plan change asks for its own.
  const isApplied = standing.kind === 'buy' && lookup?.kind === 'found'
  return {
    plan,
    price,
    standing,
    reduction: isApplied && price ? discountedPrice(lookup.promotion, plan, price) : null,
  }
}

/** The highlighted plan, unless the user has it or a higher one, or can't have it now. */
export const isRecommended = ({ plan, standing }: CardData): boolean =>
  plan.highlight === true &&
  (standing.kind === 'buy' || standing.kind === 'contact' || isUpgrade({ standing }))

export const isUpgrade = ({ standing }: Pick<CardData, 'standing'>): boolean =>
  standing.kind === 'switch' && standing.change.direction === 'up'

/**
 * Returns the plan that a gated page requires. If it is a trial that this visitor isn't offered, the
 * next plan that includes its features takes its place.
 */
export function requiredPlan(needed: Plan | undefined, offered: Plan[]): Plan | undefined {
  if (!needed || offered.includes(needed)) return needed
  return offered.find(
    ({ rank, features }) =>
      rank > needed.rank && needed.features.every((feature) => features.includes(feature)),
  )
}

/** The plans on the page that have a badge. */
export type MarkedPlans = {
  current: Plan | null
  required: Plan | undefined
  recommended: Plan | undefined
}

/** Returns a card's badge. If a page requires a plan, no other one is recommended. */
export function badgeOf(
  plan: Plan,
  { current, required, recommended }: MarkedPlans,
): { text: string; isStrong: boolean } | undefined {
  if (plan === current) return { text: 'Your plan', isStrong: false }
  if (plan === required) return { text: 'Required for this page', isStrong: true }
  if (required || plan !== recommended) return undefined
  return { text: 'Recommended', isStrong: true }
}
