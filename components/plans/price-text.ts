import { money, priceText } from '@/components/ui/money'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog/schema'
import { overageIn } from '@/lib/billing/pricing/cost'
import { lineAmount } from '@/lib/billing/pricing/decimal'
import type { DiscountedPrice, Promotion } from '@/lib/billing/pricing/promotion'

/**
 * The small print under a price: trial, how long a discount lasts, included usage, yearly saving.
 */
export function priceNotes(
  plan: Plan,
  price: Price,
  {
    trialDays,
    reduction,
    catalog: { trial, meters },
  }: {
    trialDays: number | null
    reduction: DiscountedPrice | null
    catalog: Pick<Catalog, 'trial' | 'meters'>
  },
): string[] {
  const usage = usageIncluded(plan, price, meters)
  return [
    ...(trialDays ? [trialNote(plan, price, trialDays, trial)] : []),
    ...(reduction ? [reductionText(reduction, price)] : []),
    ...(usage > 0 ? [`Includes ${money(usage, price.currency)} of usage`] : []),
    ...(price.interval === 'once' ? ['One-time payment. Yours forever.'] : []),
  ]
}

function trialNote(plan: Plan, price: Price, days: number, { card }: Catalog['trial']): string {
  if (plan.trialOnly) {
    return card === 'optional'
      ? `No card required. ${priceText(price)} after that only if you add one.`
      : `Then ${priceText(price)}`
  }
  return `${days}-day free trial${card === 'optional' ? ', no card required' : ''}`
}

/** Returns `$10 a month, billed yearly`, or `about $40.83 …` if a month isn't a whole cent. */
export function perMonth({ amountCents, currency }: Price): string {
  const exact = amountCents / 12
  const about = Number.isInteger(exact) ? '' : 'about '
  return `${about}${money(Math.round(exact), currency)} a month, billed yearly`
}

/** `For the first 3 months, then $49/month`. */
function reductionText({ payments }: DiscountedPrice, price: Price): string {
  if (price.interval === 'once') return `Instead of ${money(price.amountCents, price.currency)}`
  if (payments === null) return 'For as long as you’re subscribed'
  const span = payments === 1 ? price.interval : `${payments} ${price.interval}s`
  return `For the first ${span}, then ${priceText(price)}`
}

/**
 * The value of a metered price's free first step, at the price of what comes after. Only for meters
 * that count costs: calls or gigabytes are listed by their number.
 */
const usageIncluded = (plan: Plan, { currency, interval }: Price, meters: Catalog['meters']) =>
  Object.entries(plan.limits)
    .map(([meter, limit]) => {
      const each = overageIn(limit, plan, currency)
      const isCost = meters[meter]?.recorded !== undefined
      const isBilled = isCost && limit.meteredPrice !== undefined && interval !== 'once'
      return isBilled && each !== undefined && limit.included ? lineAmount(limit.included, each) : 0
    })
    .reduce((sum, worth) => sum + worth, 0)

/** `20% off your first 3 months. Minimum $50. First purchase only.` */
export function promotionText({ off, lasts, minimum, firstPurchase }: Promotion): string {
  const discount = off.kind === 'percent' ? `${off.percent}%` : money(off.amountCents, off.currency)
  return [
    `${discount} off ${durationText(lasts)}.`,
    minimum && `Minimum ${money(minimum.amountCents, minimum.currency)}.`,
    firstPurchase && 'First purchase only.',
  ]
    .filter(Boolean)
    .join(' ')
}

function durationText(lasts: Promotion['lasts']): string {
  switch (lasts.kind) {
    case 'once':
      return 'your first payment'
    case 'months':
      return lasts.months > 1 ? `your first ${lasts.months} months` : 'your first month'
    case 'forever':
      return 'for as long as you’re subscribed'
  }
}
