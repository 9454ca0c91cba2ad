import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { money, per } from '@/components/ui/money'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog/catalog'
import type { Reduced } from '@/lib/billing/pricing/promotion'
import { PlanContents } from './contents'
import { priceNotes } from './price-text'

/** One plan as a toll ticket: what it costs above the perforation, what it opens below. */
export function PlanTicket({
  plan,
  catalog,
  price,
  reduction,
  trialDays,
  mark,
  children,
}: {
  plan: Plan
  catalog: Catalog
  /** `undefined` for a plan that costs nothing, or that nobody can buy here. */
  price: Price | undefined
  /** What a promotion code leaves of the price. */
  reduction: Reduced | null
  trialDays: number | null
  /** A word for the corner: "Your plan", "What you need". */
  mark?: { words: string; strong: boolean }
  /** The way to choose it. */
  children: ReactNode
}) {
  return (
    <li
      className={clsx(
        // Three rows of the list's grid: neighbours' prices, buttons and perforations are in line.
        'row-span-3 grid grid-rows-subgrid gap-0 rounded-2xl border bg-card shadow-card',
        mark?.strong ? 'border-go ring-2 ring-go' : 'border-line',
      )}
    >
      <div className="flex flex-col p-6 pb-0">
        <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-2 gap-y-1">
          <h2 className="font-bold text-xl">{plan.name}</h2>
          {mark && (
            <p
              className={clsx(
                'printed whitespace-nowrap rounded-full px-2.5 py-1 font-bold',
                mark.strong ? 'bg-go text-on-go' : 'bg-go-tint text-go',
              )}
            >
              {mark.words}
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
  reduction: Reduced | null
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
    </span>{' '}
    {price && <span className="text-muted">{per(price.interval)}</span>}
  </p>
)
