import { count } from '@/components/ui/dates'
import { money } from '@/components/ui/money'
import { quantity } from '@/lib/billing/catalog/unit-text'
import { overageCost } from '@/lib/billing/usage/alert-message'
import type { BarPart } from './bar'
import { rounded, usedText } from './text'
import type { ShownMeter } from './types'

/** The legend of a bar: each of its parts in words. Nothing to say while all is included. */
export function partTexts(meter: ShownMeter): { kind: BarPart; text: string }[] {
  const { used, reserved, included, forecast } = meter
  const isOver = included !== null && used > included
  return [
    ...part('included', isOver && `${count(included)} included`),
    ...part('overage', isOver && `${count(used - included)} extra${costOf(meter)}`),
    ...part('held', reserved > 0 && `${count(reserved)} reserved`),
    ...part(
      'forecast',
      forecast !== null &&
        included !== null &&
        forecast.expected > used + reserved &&
        `About ${count(rounded(forecast.expected))} expected`,
    ),
  ]
}

const part = (kind: BarPart, text: string | false) => (text ? [{ kind, text }] : [])

const costOf = (meter: ShownMeter) =>
  meter.overage ? `, ${money(overageCost(datedMeter(meter)), meter.overage.currency)}` : ''

/** The whole bar as a sentence, for screen readers. */
export function barText(meter: ShownMeter): string {
  const { used, reserved, included, unit } = meter
  return [
    usedText(meter),
    included !== null && used > included
      ? `${quantity(used - included, unit)} extra${costOf(meter)}`
      : null,
    reserved > 0 ? `${quantity(reserved, unit)} reserved` : null,
  ]
    .filter(Boolean)
    .join('; ')
}

/** A meter with its time as a `Date`, as the rules take it. */
export const datedMeter = (meter: ShownMeter) => ({ ...meter, resetsAt: new Date(meter.resetsAt) })
