import { count } from '@/components/ui/dates'
import { BarLegend, UsageBar } from './bar'
import { barText, partTexts } from './parts-text'
import { allowanceText } from './text'
import type { ShownMeter } from './types'

/** A meter in large numbers, with its bar and what the parts of the bar are. */
export const MeterSummary = ({ meter }: { meter: ShownMeter }) => {
  const { name, used, reserved: held, included, forecast } = meter
  const legend = partTexts(meter)
  return (
    <div>
      <p className="mb-3 flex flex-wrap items-baseline gap-x-2">
        <span className="font-bold text-4xl tabular-nums tracking-tight">{count(used)}</span>
        <span className="text-muted">{allowanceText(meter)}</span>
      </p>
      {included !== null && (
        <UsageBar
          label={name}
          text={barText(meter)}
          {...{ used, held, included }}
          expected={forecast?.expected ?? null}
        />
      )}
      {legend.length > 0 && (
        <div className="mt-3">
          <BarLegend parts={legend} />
        </div>
      )}
    </div>
  )
}
