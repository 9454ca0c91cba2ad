import { count, longDate } from '@/components/ui/dates'
import { money } from '@/components/ui/money'
import type { Preview } from '@/lib/api/subscription/preview'

/** A preview as a browser gets it: the times are text. */
export type ShownPreview = Pick<
  Preview,
  | 'previewId'
  | 'interval'
  | 'quantity'
  | 'currency'
  | 'effective'
  | 'trial'
  | 'lines'
  | 'discountCents'
  | 'taxCents'
  | 'totalCents'
  | 'amountDueCents'
  | 'features'
> & {
  effectiveAt: string
  next: { totalCents: number; at: string } | null
  limits: Pick<Preview['limits'], 'lowered'>
}

/** What features and meters are called. A meter named after its unit needs no unit. */
export type Names = {
  features: Record<string, string>
  meters: Record<string, { name: string; unit: string | null }>
}

/** When it happens, in a sentence. */
export function whenText({ effective, effectiveAt, trial }: ShownPreview): string {
  if (effective === 'period_end') {
    return `Until ${longDate(new Date(effectiveAt))} everything stays as it is, and nothing is charged now.`
  }
  if (trial === 'kept') return 'At once, and free until your trial ends.'
  return trial === 'ends' ? 'At once. Your trial ends with it.' : 'At once.'
}

/** `Next invoice: $98 on April 1, 2026, then each month.` */
export const nextText = ({ next, interval, currency }: ShownPreview): string =>
  next
    ? `Next invoice: ${money(next.totalCents, currency)} on ${longDate(new Date(next.at))}, then each ${interval}.`
    : ''

export function confirmText(preview: ShownPreview): string {
  const { amountDueCents, currency, effective, effectiveAt } = preview
  if (effective === 'period_end') return `Change on ${longDate(new Date(effectiveAt))}`
  return amountDueCents > 0 ? `Pay ${money(amountDueCents, currency)} and change` : 'Change now'
}

/** What comes off because it was paid before, or is given back as credit. */
export function creditText({ totalCents, amountDueCents, currency }: ShownPreview): string {
  if (totalCents < 0) {
    return `${money(-totalCents, currency)} is kept for you, and comes off what you pay next.`
  }
  const used = totalCents - amountDueCents
  return used > 0 ? `${money(used, currency)} comes from your credit.` : ''
}

/** `API calls: 10,000 in place of 100,000`, and if more is used already, that. */
export function loweredText(
  { meter, from, to, used, isBroken }: ShownPreview['limits']['lowered'][number],
  { meters }: Names,
): string {
  const { name, unit } = meters[meter] ?? { name: meter, unit: null }
  const some = (value: number) => (unit ? `${count(value)} ${unit}` : count(value))
  const amount = (value: number | null) => (value === null ? 'unlimited' : some(value))
  const words = `${name}: ${amount(to)} in place of ${amount(from)}`
  return isBroken && used !== null ? `${words}. You use ${some(used)} now.` : words
}
