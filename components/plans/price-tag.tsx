import { Badge } from '@/components/ui/badge'
import { money, per } from '@/components/ui/money'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog/schema'
import { yearlySaving } from '@/lib/billing/pricing/plan-prices'
import type { DiscountedPrice } from '@/lib/billing/pricing/promotion'
import { perMonth, priceNotes } from './price-text'

/** A plan's price, the yearly saving, and notes below. */
export function PriceTag({
  plan,
  catalog,
  price,
  reduction,
  trialDays,
}: {
  plan: Plan
  catalog: Pick<Catalog, 'trial' | 'meters'>
  /** `undefined` for a plan that is free, or sold by quote only. */
  price: Price | undefined
  /** The price after a promotion code. */
  reduction: DiscountedPrice | null
  trialDays: number | null
}) {
  const saving = price?.interval === 'year' ? yearlySaving(plan, price.currency) : null
  const isTrial = plan.trialOnly && trialDays
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-1.5">
        {price && reduction && (
          <>
            <span className="sr-only">Instead of </span>
            <s className="text-lg text-muted tabular-nums">
              {money(price.amountCents, price.currency)}
            </s>
            <span className="sr-only">, now</span>{' '}
          </>
        )}
        <span className="whitespace-nowrap">
          <span className="font-bold text-4xl tabular-nums tracking-tighter">
            {!price || isTrial
              ? plan.custom
                ? 'Let’s talk'
                : 'Free'
              : money(reduction?.amountCents ?? price.amountCents, price.currency)}
          </span>
          {price && (
            <span className="text-muted">
              {isTrial ? ` for ${trialDays} days` : per(price.interval)}
            </span>
          )}
        </span>
        {saving && !reduction && (
          <Badge tone="go" className="self-center">
            Save {money(saving.amountCents, saving.currency)} a year
          </Badge>
        )}
      </p>
      <ul className="mt-1 min-h-6 text-muted text-sm">
        {price?.interval === 'year' && !reduction && <li>{perMonth(price)}</li>}
        {price &&
          priceNotes(plan, price, { trialDays, reduction, catalog }).map((note) => (
            <li key={note}>{note}</li>
          ))}
      </ul>
    </>
  )
}
