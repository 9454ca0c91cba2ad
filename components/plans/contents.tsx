import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { limitLines } from './text'

/** A plan's features and limits: the lower half of a ticket. */
export const PlanContents = ({
  plan,
  catalog,
  currency,
  isWide = false,
}: {
  plan: Plan
  catalog: Catalog
  /** The currency for overage prices. The plan's own by default. */
  currency?: string | undefined
  isWide?: boolean
}) => (
  <div className={clsx('grid gap-x-8 gap-y-5', isWide && 'sm:grid-cols-2')}>
    <ul className="grid content-start gap-2.5">
      {plan.features.map((feature) => (
        <li key={feature} className="flex gap-2.5">
          <Check aria-hidden="true" className="mt-1 size-4 flex-none text-go" strokeWidth={3} />
          {catalog.features[feature]?.name}
        </li>
      ))}
    </ul>
    <ul className={clsx('grid content-start text-muted', isWide ? 'gap-2.5' : 'gap-1 text-sm')}>
      {limitLines(plan, catalog, currency).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  </div>
)
