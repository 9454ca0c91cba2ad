import { count } from '@/components/ui/dates'
import { money } from '@/components/ui/money'
import { quantity } from '@/lib/billing/catalog/unit-text'
import type { BarPart } from './bar'
import { compactText, rounded, usedText } from './text'
import type { MeterTerms, MeterUsage } from './types'

/** The legend of a bar: each of its parts in words. Nothing to say while all is included. */
export function partTexts(
  { used, reserved, included, overage, forecast }: MeterUsage,
  { currency }: Pick<MeterTerms, 'currency'>,
): { kind: BarPart; text: string }[] {
  const isOver = included !== null && used > included
  const price = overage && overage.units > 0 ? `, ${money(overage.amountCents, currency)}` : ''
  return [
    ...part('included', isOver && `${count(included)} included`),
    ...part('overage', isOver && `${count(used - included)} extra${price}`),
    ...part('held', reserved > 0 && `${count(reserved)} reserved`),
    ...part(
      'forecast',
      forecast !== null &&
        forecast.expected > used + reserved &&
        `About ${compactText(rounded(forecast.expected))} expected`,
    ),
  ]
}

const part = (kind: BarPart, text: string | false) => (text ? [{ kind, text }] : [])

/** The whole bar as a sentence, for screen readers. */
export function barText(usage: MeterUsage, { unit, currency }: MeterTerms): string {
  const { used, reserved, included, overage } = usage
  return [
    usedText(used, included, { unit }),
    overage && overage.units > 0
      ? `${quantity(overage.units, unit)} extra, ${money(overage.amountCents, currency)}`
      : null,
    reserved > 0 ? `${quantity(reserved, unit)} reserved` : null,
  ]
    .filter(Boolean)
    .join('; ')
}
