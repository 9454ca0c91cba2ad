import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog'
import { money, per, priceOf, yearlySaving } from './money'
import { PlanContents } from './plan-contents'

/** One plan as a toll ticket: what it costs above the perforation, what it opens below. */
export function PlanTicket({
  plan,
  catalog,
  interval,
  mark,
  children,
}: {
  plan: Plan
  catalog: Catalog
  interval: Price['interval']
  /** A word for the corner: "Your plan", "What you need". */
  mark?: { words: string; strong: boolean }
  /** The way to choose it. */
  children: ReactNode
}) {
  const price = priceOf(plan, interval)
  const saving = price?.interval === 'year' ? yearlySaving(plan) : null

  return (
    <li
      className={clsx(
        'flex flex-col rounded-2xl border bg-card shadow-card',
        mark?.strong ? 'border-go ring-2 ring-go' : 'border-line',
      )}
    >
      <div className="flex min-h-60 flex-col p-6">
        <div className="flex min-h-7 items-center justify-between gap-2">
          <h2 className="font-bold text-xl">{plan.name}</h2>
          {mark && (
            <p
              className={clsx(
                'printed rounded-full px-2.5 py-1 font-bold',
                mark.strong ? 'bg-go text-on-go' : 'bg-go-tint text-go',
              )}
            >
              {mark.words}
            </p>
          )}
        </div>
        <p className="mt-1 text-muted">{plan.description}</p>
        <p className="mt-auto pt-5">
          <span className="font-bold text-4xl tabular-nums tracking-tighter">
            {price ? money(price.amountCents, price.currency) : plan.custom ? 'Let’s talk' : 'Free'}
          </span>{' '}
          {price && <span className="text-muted">{per(price.interval)}</span>}
        </p>
        <p className="min-h-6 text-go text-sm">
          {saving && `Saves ${money(saving.amountCents, saving.currency)} a year`}
        </p>
        <div className="mt-4">{children}</div>
      </div>
      <div className="perforation flex-1 p-6">
        <PlanContents plan={plan} catalog={catalog} />
      </div>
    </li>
  )
}
