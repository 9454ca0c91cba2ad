import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import type { Plan } from '@/lib/billing/catalog/schema'

/** A plan as a card: price and button above a perforation, contents below. */
export const PlanTicket = ({
  plan,
  price,
  action,
  badge,
  children,
}: {
  plan: Pick<Plan, 'name' | 'description'>
  price: ReactNode
  /** The button that chooses it. */
  action: ReactNode
  /** A label on the upper edge: "Your plan", "Recommended", "Required for this page". */
  badge?: { text: string; isStrong: boolean } | undefined
  /** What it includes. */
  children: ReactNode
}) => (
  <li
    className={clsx(
      // Spans three rows of the list's grid, so that prices, buttons and perforations line up.
      'relative row-span-3 grid grid-rows-subgrid gap-0 rounded-panel bg-card',
      badge?.isStrong ? 'border-2 border-brand shadow-float' : 'border border-line shadow-card',
    )}
  >
    <div className="flex flex-col px-6 pt-7">
      <div>
        <h2 className="font-bold text-xl">{plan.name}</h2>
      </div>
      <p className="mt-1 text-muted">{plan.description}</p>
      <div className="mt-auto pt-5">{price}</div>
    </div>
    <div className="px-6 pt-4 pb-6">{action}</div>
    <div className="perforation p-6">{children}</div>
    {badge && (
      // On the edge, so that it neither wraps nor pushes the card's content down.
      <p
        className={clsx(
          'printed absolute -top-3 left-5 whitespace-nowrap rounded-full px-3 py-1 font-bold',
          badge.isStrong ? 'bg-brand text-on-brand' : 'bg-ink text-paper',
        )}
      >
        {badge.text}
      </p>
    )}
  </li>
)
