import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { money, per } from '@/components/ui/money'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog/schema'
import type { DiscountedPrice } from '@/lib/billing/pricing/promotion'
import { PlanContents } from './contents'
import { priceNotes } from './price-text'

/** One plan as a toll ticket: the price above the perforation, the contents below. */
export function PlanTicket({
  plan,
  catalog,
  price,
  reduction,
  trialDays,
  badge,
  children,
}: {
  plan: Plan
  catalog: Catalog
  /** `undefined` for a plan that is free, or sold by quote only. */
  price: Price | undefined
  /** The price after a promotion code. */
  reduction: DiscountedPrice | null
  trialDays: number | null
  /** A label in the corner: "Your plan", "Required for this page". */
  badge?: { text: string; isStrong: boolean }
  /** The button that chooses it. */
  children: ReactNode
}) {
  return (
    <li
      className={clsx(
        // Spans three rows of the list's grid, so that prices, buttons and perforations line up.
        'row-span-3 grid grid-rows-subgrid gap-0 rounded-2xl border bg-card shadow-card',
        badge?.isStrong ? 'border-go ring-2 ring-go' : 'border-line',
      )}
    >
      <div className="flex flex-col p-6 pb-0">
        <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-2 gap-y-1">
          <h2 className="font-bold text-xl">{plan.name}</h2>
          {badge && (
            <p
              className={clsx(
                'printed whitespace-nowrap rounded-full px-2.5 py-1 font-bold',
                badge.isStrong ? 'bg-brand text-on-brand' : 'bg-brand-tint text-brand',
              )}
            >
              {badge.text}
            </p>
          )}
        </div>
        <p className="mt-1 text-muted">{plan.description}</p>
        <PriceTag plan={plan} price={price} reduction={reduction} />
        <ul className="min-h-6 text-go text-sm">
          {price &&
            priceNotes(plan, price, { trialDays, reduction }).map((note) => (
              <li key={note}>{note}</li>
            ))}
        </ul>
      </div>
      <div className="px-6 pt-4 pb-6">{children}</div>
      <div className="perforation p-6">
        <PlanContents plan={plan} catalog={catalog} currency={price?.currency} />
      </div>
    </li>
  )
}

const PriceTag = ({
  plan,
  price,
  reduction,
}: {
  plan: Plan
  price: Price | undefined
  reduction: DiscountedPrice | null
}) => (
  <p className="mt-auto pt-5">
    {price && reduction && (
      <>
        <span className="sr-only">Instead of </span>
        <s className="text-lg text-muted tabular-nums">
          {money(price.amountCents, price.currency)}
        </s>
        <span className="sr-only">, now</span>{' '}
      </>
    )}
    <span className="font-bold text-4xl tabular-nums tracking-tighter">
      {price
        ? money(reduction?.amountCents ?? price.amountCents, price.currency)
        : plan.custom
          ? 'Let’s talk'
          : 'Free'}
    </span>
    {price && <span className="text-muted">{per(price.interval)}</span>}
  </p>
)
