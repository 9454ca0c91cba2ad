import { clsx } from 'clsx'
import { ArrowRight, Minus, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { PlanDifference } from '@/lib/billing/pricing/plan-difference'
import { limitChangeText, priceChangeText } from './differences-text'

/** What a change of plan would add and remove, collapsed until the subscriber opens it. */
export function PlanDifferences({
  name,
  change,
  catalog,
}: {
  /** The new plan's. */
  name: string
  change: PlanDifference
  catalog: Catalog
}) {
  const price = change.price && priceChangeText(change.price)
  const names = (keys: string[]) => keys.map((key) => catalog.features[key]?.name ?? key)
  const isSame = change.gained.length + change.lost.length + change.limits.length === 0

  return (
    <details className="mt-3 text-sm">
      <summary className="link min-h-6 cursor-pointer">
        See what changes<span className="sr-only"> with {name}</span>
      </summary>
      <ul className="mt-3 grid gap-2">
        {price && <li className="font-semibold">{price}</li>}
        {names(change.gained).map((feature) => (
          <Line key={feature} kind="added">
            {feature}
          </Line>
        ))}
        {names(change.lost).map((feature) => (
          <Line key={feature} kind="removed">
            {feature}
          </Line>
        ))}
        {change.limits.map((limit) => (
          <Line key={limit.meter} kind={limit.change === 'less' ? 'removed' : 'limit'}>
            {limitChangeText(limit, catalog)}
          </Line>
        ))}
        {isSame && <li className="text-muted">Your features stay the same.</li>}
      </ul>
    </details>
  )
}

const lines = {
  added: { Icon: Plus, color: 'text-go', word: 'Adds' },
  removed: { Icon: Minus, color: 'text-bad', word: 'Removes' },
  limit: { Icon: ArrowRight, color: 'text-muted', word: '' },
}

function Line({ kind, children }: { kind: keyof typeof lines; children: ReactNode }) {
  const { Icon, color, word } = lines[kind]
  return (
    <li className="flex gap-2">
      <Icon aria-hidden="true" className={clsx('mt-0.5 size-4 flex-none', color)} strokeWidth={3} />
      <span>
        {word && <span className="sr-only">{word}: </span>}
        {children}
      </span>
    </li>
  )
}
