import type Stripe from 'stripe'
import { type Promotion, promotionCodePattern } from '@/lib/billing/pricing/promotion'
import type { Requester } from '@/lib/rate-limits'

/** Stripe's promotion codes, for the public. */
export type Promotions = {
  /**
   * What a code gives at `now`. `null` if it never existed, has expired, is used up or belongs to
   * one customer: an answer that told these cases apart would help to guess codes. Throws
   * `too_many_requests` if the requester, or all together, looked up too many.
   */
  find(code: string, now: Date, requester: Requester): Promise<Promotion | null>
}

/** Promotions whose lookups are not counted against a limit. */
export type UnlimitedPromotions = {
  find(code: string, now: Date): Promise<Promotion | null>
}

/**
 * Stripe doesn't accept the code from this customer or for this purchase: e.g. it is for new
 * customers.
 */
export class PromotionRefused extends Error {
  constructor() {
    super('Stripe refused the promotion code')
    this.name = 'PromotionRefused'
  }
}

/** Asks Stripe each time: the app uses `limitedPromotions` of it. */
export function stripePromotions(stripe: Stripe): UnlimitedPromotions {
  /** The plans of a coupon's products. A product that isn't ours has none. */
  const plansOf = async (products: string[] | undefined) => {
    if (!products) return null
    const { data } = await stripe.products.list({ ids: products, limit: 100 })
    return data.flatMap(({ metadata }) => metadata.plan ?? [])
  }

  return {
    async find(code, now) {
      if (!promotionCodePattern.test(code)) return null
      const { data } = await stripe.promotionCodes.list({
        code,
        active: true,
        limit: 100,
        expand: ['data.promotion.coupon', 'data.promotion.coupon.applies_to'],
      })
      // Stripe may have several objects with one code, each for one customer.
      for (const found of data) {
        const coupon = usableCoupon(found, now)
        if (coupon) return promotionOf(found, coupon, await plansOf(coupon.applies_to?.products))
      }
      return null
    },
  }
}

/** A code's coupon, if every customer may use both at `now`. */
function usableCoupon(code: Stripe.PromotionCode, now: Date): Stripe.Coupon | null {
  const { coupon } = code.promotion
  if (!coupon || typeof coupon === 'string') return null
  const isOpen =
    code.active && code.customer === null && code.customer_account === null && coupon.valid
  const isLeft =
    isBelow(code.times_redeemed, code.max_redemptions) &&
    isBelow(coupon.times_redeemed, coupon.max_redemptions)
  const seconds = now.getTime() / 1000
  const isInTime = isBelow(seconds, code.expires_at) && isBelow(seconds, coupon.redeem_by)
  return isOpen && isLeft && isInTime ? coupon : null
}

const isBelow = (value: number, limit: number | null) => limit === null || value < limit

function promotionOf(
  { id, code, restrictions }: Stripe.PromotionCode,
  coupon: Stripe.Coupon,
  plans: string[] | null,
): Promotion | null {
  const off = offOf(coupon)
  const { minimum_amount, minimum_amount_currency } = restrictions
  return (
    off && {
      id,
      code,
      off,
      lasts: lastsOf(coupon),
      plans,
      minimum:
        minimum_amount && minimum_amount_currency
          ? { amountCents: minimum_amount, currency: minimum_amount_currency }
          : null,
      firstPurchase: restrictions.first_time_transaction,
    }
  )
}

function offOf({ percent_off, amount_off, currency }: Stripe.Coupon): Promotion['off'] | null {
  if (percent_off !== null) return { kind: 'percent', percent: percent_off }
  if (amount_off === null || currency === null) return null
  return { kind: 'amount', amountCents: amount_off, currency }
}

/** An unknown duration counts as `once`. */
function lastsOf({ duration, duration_in_months }: Stripe.Coupon): Promotion['lasts'] {
  if (duration === 'forever') return { kind: 'forever' }
  if (duration === 'repeating' && duration_in_months) {
    return { kind: 'months', months: duration_in_months }
  }
  return { kind: 'once' }
}
