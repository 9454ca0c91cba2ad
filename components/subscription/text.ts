import { formatAmount } from 'stripe-currencies'
import { count, longDate } from '@/components/ui/dates'
import { money, priceText } from '@/components/ui/money'
import type { Preview } from '@/lib/api/subscription/schemas'

/** A preview as the browser gets it: times are ISO strings. */
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
  | 'includedTaxCents'
  | 'totalCents'
  | 'amountDueCents'
  | 'features'
> & {
  effectiveAt: string
  next: { totalCents: number; taxCents: number; at: string } | null
  endsAt: string | null
  limits: Pick<Preview['limits'], 'lowered' | 'all'>
}

/** Display names by key. The unit is `null` if the meter's name already says it. */
export type FeatureNames = {
  features: Record<string, string>
  meters: Record<string, { name: string; unit: string | null }>
}

/** When the change takes effect, in a sentence. */
export function whenText({ effective, effectiveAt, trial }: ShownPreview): string {
  if (effective === 'period_end') {
    return `Your plan changes on ${longDate(new Date(effectiveAt))}. You won’t be charged today.`
  }
  if (trial === 'kept') return 'Takes effect immediately, and stays free until your trial ends.'
  return trial === 'ends'
    ? 'Takes effect immediately and ends your trial.'
    : 'Takes effect immediately.'
}

/** `Then $98/month, including $8 tax, starting April 1, 2026.` */
export function nextText({ next, interval, currency, lines }: ShownPreview): string {
  if (!next) return ''
  const price = priceText({ amountCents: next.totalCents, currency, interval })
  const tax = next.taxCents === 0 ? '' : `, including ${money(next.taxCents, currency)} tax,`
  return `${lines.length > 0 ? 'Then ' : ''}${price}${tax} starting ${longDate(new Date(next.at))}.`
}

/** That a change doesn't keep the subscription from ending. */
export function endsText({ endsAt }: ShownPreview, billsUsage: boolean): string {
  if (!endsAt) return ''
  const usage = billsUsage ? ', except for extra usage' : ''
  return `Your subscription still ends on ${longDate(new Date(endsAt))}. Nothing is charged after that${usage}.`
}

/** `Including $5.00 tax`, if the prices of the lines include it. */
export const includedTaxText = ({ includedTaxCents, currency }: ShownPreview): string =>
  includedTaxCents === 0 ? '' : `Including ${formatAmount(includedTaxCents, currency)} tax`

/** What kind of change it is: the words of its title, its button and its result depend on it. */
export type ChangeKind = 'upgrade' | 'switch_interval' | 'change'

export function changeKind(
  to: { plan: string; interval: 'month' | 'year'; quantity: number },
  from: { plan: string | null; interval: 'month' | 'year' | null; quantity: number },
  { effective, trial }: Pick<ShownPreview, 'effective' | 'trial'>,
): ChangeKind {
  if (to.plan !== from.plan) {
    return effective === 'now' && trial === 'none' ? 'upgrade' : 'change'
  }
  return to.interval !== from.interval && to.quantity === from.quantity
    ? 'switch_interval'
    : 'change'
}

const verbs: Record<ChangeKind, string> = {
  upgrade: 'upgrade',
  switch_interval: 'switch',
  change: 'change',
}

/** `name` is the new plan's, with its quantity. */
export const changeTitle = (kind: ChangeKind, name: string, { interval }: ShownPreview): string =>
  kind === 'switch_interval' ? `Switch to ${interval}ly billing` : `Change to ${name}`

export function confirmText(preview: ShownPreview, kind: ChangeKind): string {
  const { amountDueCents, currency, effective, effectiveAt } = preview
  const verb = verbs[kind]
  if (amountDueCents > 0 && effective === 'now') {
    return `Pay ${money(amountDueCents, currency)} and ${verb}`
  }
  const when = effective === 'period_end' ? `on ${longDate(new Date(effectiveAt))}` : 'now'
  return `${verb.charAt(0).toUpperCase()}${verb.slice(1)} ${when}`
}

export function doneText(
  { effective, interval }: ShownPreview,
  kind: ChangeKind,
  name: string,
): string {
  if (kind === 'switch_interval') {
    return effective === 'now'
      ? `You’re now billed ${interval}ly.`
      : `Your switch to ${interval}ly billing is scheduled.`
  }
  return effective === 'now' ? `You’re now on ${name}.` : `Your change to ${name} is scheduled.`
}

/** Credit that the change uses, or adds for the next invoice. */
export function creditText({ totalCents, amountDueCents, currency, next }: ShownPreview): string {
  if (totalCents < 0) {
    const credit = money(-totalCents, currency)
    return next
      ? `${credit} will be credited toward your next invoice.`
      : `${credit} will be added to your credit balance.`
  }
  const used = totalCents - amountDueCents
  return used > 0 ? `${money(used, currency)} in credit applied.` : ''
}

/** `API calls: 1,000,000 (up from 100,000)`. */
export function raisedText(
  { meter, from, to }: ShownPreview['limits']['all'][number],
  names: FeatureNames,
): string {
  const { name, amount } = meterText(meter, names)
  return `${name}: ${amount(to)} (up from ${amount(from)})`
}

/** `API calls: 10,000 (down from 100,000)`, and the usage if it is more. */
export function loweredText(
  { meter, from, to, used, isBroken }: ShownPreview['limits']['lowered'][number],
  names: FeatureNames,
): string {
  const { name, amount } = meterText(meter, names)
  const text = `${name}: ${amount(to)} (down from ${amount(from)})`
  return isBroken && used !== null ? `${text}. You’re using ${amount(used)}.` : text
}

function meterText(meter: string, { meters }: FeatureNames) {
  const { name, unit } = meters[meter] ?? { name: meter, unit: null }
  const some = (value: number) => (unit ? `${count(value)} ${unit}` : count(value))
  const amount = (value: number | null) =>
    value === null ? 'unlimited' : value === 0 ? 'none' : some(value)
  return { name, amount }
}
