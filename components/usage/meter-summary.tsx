import { count } from '@/components/ui/dates'
import { quantity } from '@/lib/billing/catalog/unit-text'
import { BarLegend, UsageBar } from './bar'
import { barText, partTexts } from './parts-text'
import type { MeterTerms, MeterUsage } from './types'

/** A meter in large numbers, with its bar and what the parts of the bar are. */
export const MeterSummary = ({ usage, terms }: { usage: MeterUsage; terms: MeterTerms }) => {
  const legend = partTexts(usage, terms)
  return (
    <div>
      <p className="mb-3 flex flex-wrap items-baseline gap-x-2">
        <span className="font-bold text-4xl tabular-nums tracking-tight">{count(usage.used)}</span>
        <span className="text-muted">
          {usage.included === null
            ? quantity(usage.used, terms.unit).replace(/^\S+ /, '')
            : `of ${quantity(usage.included, terms.unit)}`}
        </span>
      </p>
      {usage.included !== null && (
        <UsageBar label={terms.name} text={barText(usage, terms)} {...barOf(usage)} />
      )}
      {legend.length > 0 && (
        <div className="mt-3">
          <BarLegend parts={legend} />
        </div>
      )}
    </div>
  )
}

const barOf = ({ used, reserved, included, forecast }: MeterUsage) => ({
  used,
  held: reserved,
  included,
  expected: forecast?.expected ?? null,
})
