import { Check, Minus } from 'lucide-react'
import { priceText } from '@/components/ui/money'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { quantity } from '@/lib/billing/catalog/unit-text'
import type { PriceTerms } from '@/lib/billing/pricing/cost'
import { priceOf } from '@/lib/billing/pricing/plan-prices'
import type { TermsOptions } from '../terms/terms'
import { overageText } from '../text'

export type Comparison = {
  catalog: Catalog
  /** The plans to compare. The catalog may have others that this visitor isn't offered. */
  plans: Plan[]
  options: TermsOptions
  current: Plan | null
}

/** A check mark or a dash, with its meaning for screen readers. */
export const Included = ({ isIncluded }: { isIncluded: boolean }) =>
  isIncluded ? (
    <>
      <Check aria-hidden="true" className="size-5 text-go" strokeWidth={3} />
      <span className="sr-only">Included</span>
    </>
  ) : (
    <>
      <Minus aria-hidden="true" className="size-5 text-muted" />
      <span className="sr-only">Not included</span>
    </>
  )

/** How much of a meter a plan includes, and what extra usage costs. */
export function Amount({
  meter,
  plan,
  catalog,
  currency,
}: {
  meter: string
  plan: Plan
  catalog: Catalog
  currency: string
}) {
  const [label, limit] = [catalog.meters[meter], plan.limits[meter]]
  if (!label || !limit || limit.included === 0) return <Included isIncluded={false} />
  const more = overageText(limit, label, plan, currency)
  return (
    <>
      <span className="tabular-nums">
        {limit.included === null ? 'Unlimited' : quantity(limit.included, label.unit)}
      </span>
      {more && <span className="block text-muted text-sm">then {more}</span>}
    </>
  )
}

export function planPrice(plan: Plan, { interval, currency }: PriceTerms): string {
  if (plan.custom) return 'Let’s talk'
  if (plan.trialOnly) return `Free for ${plan.trialDays} days`
  const price = priceOf(plan, interval, currency)
  return price ? priceText(price) : 'Free'
}
