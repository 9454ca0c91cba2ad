import { clsx } from 'clsx'
import { ArrowRight, Minus, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Catalog } from '@/lib/billing/catalog/catalog'
import type { Switch } from '@/lib/billing/pricing/switch'
import { limitChangeWords, priceChangeWords } from './switch-text'

/** What a subscriber would gain and lose, folded away until they ask. */
export function PlanSwitch({
  name,
  change,
  catalog,
}: {
  /** The plan that it would be. */
  name: string
  change: Switch
  catalog: Catalog
}) {
  const price = change.price && priceChangeWords(change.price)
  const names = (keys: string[]) => keys.map((key) => catalog.features[key]?.name ?? key)
  const isNothing = change.gained.length + change.lost.length + change.limits.length === 0

  return (
    <details className="mt-3 text-sm">
      <summary className="link min-h-6 cursor-pointer">
        What changes<span className="sr-only"> with {name}</span>
      </summary>
      <ul className="mt-3 grid gap-2">
        {price && <li className="font-semibold">{price}</li>}
        {names(change.gained).map((feature) => (
          <Line key={feature} kind="gain">
            {feature}
          </Line>
        ))}
        {names(change.lost).map((feature) => (
          <Line key={feature} kind="loss">
            {feature}
          </Line>
        ))}
        {change.limits.map((limit) => (
          <Line key={limit.meter} kind={limit.change === 'less' ? 'loss' : 'limit'}>
            {limitChangeWords(limit, catalog)}
          </Line>
        ))}
        {isNothing && <li className="text-muted">What you can do stays the same.</li>}
      </ul>
    </details>
  )
}

const lines = {
  gain: { Icon: Plus, colour: 'text-go', word: 'You gain' },
  loss: { Icon: Minus, colour: 'text-bad', word: 'You lose' },
  limit: { Icon: ArrowRight, colour: 'text-muted', word: '' },
}

function Line({ kind, children }: { kind: keyof typeof lines; children: ReactNode }) {
  const { Icon, colour, word } = lines[kind]
  return (
    <li className="flex gap-2">
      <Icon
        aria-hidden="true"
        className={clsx('mt-0.5 size-4 flex-none', colour)}
        strokeWidth={3}
      />
      <span>
        {word && <span className="sr-only">{word}: </span>}
        {children}
      </span>
    </li>
  )
}
