import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { planBelow } from './below'
import { limitLines } from './text'

/** A plan's features and limits. */
export const PlanContents = ({
  plan,
  catalog,
  currency,
  isWide = false,
  isShort = false,
}: {
  plan: Plan
  catalog: Catalog
  /** The currency for overage prices. The plan's own by default. */
  currency?: string | undefined
  isWide?: boolean
  /** Lists only what it adds to the next lower plan. */
  isShort?: boolean
}) => {
  const below = isShort ? planBelow(plan, catalog) : null
  const features = plan.features.filter((feature) => !below?.features.includes(feature))
  const lines = limitLines(plan, catalog, currency)
  return (
    <div className={clsx('grid gap-x-8 gap-y-5', isWide && 'sm:grid-cols-2')}>
      {(below || features.length > 0) && (
        <div>
          {below && (
            <p className={clsx('font-semibold', features.length > 0 && 'mb-3')}>
              Everything in {below.name}
              {features.length > 0 ? ', plus:' : '.'}
            </p>
          )}
          <ul className="grid content-start gap-2.5">
            {features.map((feature) => (
              <li key={feature} className="flex gap-2.5">
                <Check
                  aria-hidden="true"
                  className="mt-1 size-4 flex-none text-go"
                  strokeWidth={3}
                />
                {catalog.features[feature]?.name}
              </li>
            ))}
          </ul>
        </div>
      )}
      {lines.length > 0 && (
        <ul
          className={clsx(
            'grid content-start text-muted',
            isWide ? 'gap-2.5' : 'gap-1.5 text-sm',
            isShort && !isWide && 'border-line border-t pt-4',
          )}
        >
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {!below && features.length + lines.length === 0 && (
        <p className="text-muted">{plan.description}</p>
      )}
    </div>
  )
}
