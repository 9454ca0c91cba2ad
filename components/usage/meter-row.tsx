import { iconOf } from '@/components/ui/feature-icon'
import { UsageLine } from './line'
import { barText } from './parts-text'
import { usedText } from './text'
import type { ShownMeter } from './types'

/** A meter in two lines, for a list on another page. */
export function MeterRow({ meter }: { meter: ShownMeter }) {
  const { name, used, reserved: held, included } = meter
  const Icon = iconOf(meter.meter)
  return (
    <UsageLine
      label={name}
      icon={<Icon aria-hidden="true" className="size-5 flex-none text-muted" />}
      text={usedText(meter)}
      spoken={barText(meter)}
      {...{ used, held, included }}
      expected={null}
    />
  )
}
