import type { Plan, Price } from '@/lib/billing/catalog/schema'
import { percentOf } from './decimal'

/** What Stripe takes for a code, at a length that people type. Nothing else is worth asking it for. */
export const promotionCodePattern = /^[A-Za-z0-9-]{1,60}$/

/** What a promotion code takes off, as far as a price tag must know it. */
export type Promotion = {
  /** Stripe's id of the promotion code: what a checkout is given. */
  id: string
  /** As its makers write it; people may type it in any case. */
  code: string
  off:
    | { kind: 'percent'; percent: number }
    | { kind: 'amount'; amountCents: number; currency: string }
  /** How long it lasts: the first payment, a number of months, or for good. */
  lasts: { kind: 'once' } | { kind: 'months'; months: number } | { kind: 'forever' }
  /** Plans that it is for; `null` is all. */
  plans: string[] | null
  /** The least that must be bought, in one currency. */
  minimum: { amountCents: number; currency: string } | null
  /** For people who have never paid anything. */
  firstPurchase: boolean
}

/** What became of looking a code up. */
export type PromotionLookup =
  | { kind: 'found'; promotion: Promotion }
  | { kind: 'none' }
  /** Stripe can't be asked now: the code may be valid. */
  | { kind: 'unavailable' }

export type DiscountedPrice = {
  /** What the first payment comes to. */
  amountCents: number
  /** Payments that are reduced; `null` is every one of them. */
  payments: number | null
}

/** A price with the promotion taken off; `null` where it takes nothing off. */
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

/** Three months off a yearly price is one payment: the one that falls into them. */
function paymentsOf({ lasts }: Promotion, { interval }: Pick<Price, 'interval'>): number | null {
  if (interval === 'once' || lasts.kind === 'once') return 1
  if (lasts.kind === 'forever') return null
  return interval === 'year' ? Math.ceil(lasts.months / 12) : lasts.months
}
