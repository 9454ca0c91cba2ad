import type { Plan, Price } from '@/lib/billing/catalog/schema'
import { percentOf } from './decimal'

/** A code that Stripe would accept, of reasonable length. Anything else isn't looked up. */
export const promotionCodePattern = /^[A-Za-z0-9-]{1,60}$/

/** A promotion code and its discount, as far as prices are shown with it. */
export type Promotion = {
  /** The id of Stripe's promotion code. Checkout needs it. */
  id: string
  /** As the team wrote it. Users may type it in any case. */
  code: string
  off:
    | { kind: 'percent'; percent: number }
    | { kind: 'amount'; amountCents: number; currency: string }
  /** How long it lasts: the first payment, a number of months, or forever. */
  lasts: { kind: 'once' } | { kind: 'months'; months: number } | { kind: 'forever' }
  /** The plans that it applies to; `null` for all. */
  plans: string[] | null
  /** The minimum amount, in one currency. */
  minimum: { amountCents: number; currency: string } | null
  /** Only for users who have never paid. */
  firstPurchase: boolean
}

/** The result of looking up a code. */
export type PromotionLookup =
  | { kind: 'found'; promotion: Promotion }
  | { kind: 'none' }
  /** Stripe can't be asked now: the code may be valid. */
  | { kind: 'unavailable' }
  /** Too many codes were looked up within a minute: the code may be valid. */
  | { kind: 'too_many' }

export type DiscountedPrice = {
  /** The amount of the first payment. */
  amountCents: number
  /** How many payments are discounted; `null` for all. */
  payments: number | null
}

/** A price with the promotion applied; `null` if it doesn't lower the price. */
export function discountedPrice(
  promotion: Promotion,
  plan: Pick<Plan, 'key'>,
  price: { interval: Price['interval']; amountCents: number; currency: string },
): DiscountedPrice | null {
  const { amountCents, currency } = price
  if (promotion.plans && !promotion.plans.includes(plan.key)) return null
  const { minimum } = promotion
  if (minimum && (minimum.currency !== currency || amountCents < minimum.amountCents)) return null
  const off = Math.min(amountCents, amountOff(promotion, price))
  return off > 0 ? { amountCents: amountCents - off, payments: paymentsOf(promotion, price) } : null
}

function amountOff({ off }: Promotion, price: { amountCents: number; currency: string }): number {
  if (off.kind === 'percent') return percentOf(price.amountCents, off.percent)
  return off.currency === price.currency ? off.amountCents : 0
}

/** How many payments are discounted. Three months off a yearly price is one payment. */
function paymentsOf({ lasts }: Promotion, { interval }: Pick<Price, 'interval'>): number | null {
  if (interval === 'once' || lasts.kind === 'once') return 1
  if (lasts.kind === 'forever') return null
  return interval === 'year' ? Math.ceil(lasts.months / 12) : lasts.months
}
