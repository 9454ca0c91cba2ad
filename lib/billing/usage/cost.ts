import type { Limit } from '@/lib/billing/catalog/schema'
import { overageIn, type PricedPlan } from '@/lib/billing/pricing/cost'
import { lineAmount } from '@/lib/billing/pricing/decimal'

/** What usage beyond what is included costs so far. */
export type OverageSoFar = { units: number; amountCents: number; eachCents: number }

/**
 * What a meter costs so far in this period, in the user's currency, rounded as Stripe rounds the
 * line. `null` if the plan bills no overage of it.
 */
export function overageSoFar(
  used: number,
  limit: Limit,
  plan: Pick<PricedPlan, 'prices'>,
  currency: string,
): OverageSoFar | null {
  const eachCents = overageIn(limit, plan, currency)
  if (limit.included === null || limit.meteredPrice === undefined || eachCents === undefined) {
    return null
  }
  const units = Math.max(0, used - limit.included)
  return { units, eachCents, amountCents: lineAmount(units, eachCents) }
}
