import { invalid, missing } from '../world/errors'
import type { Coupon, PromotionCode } from '../world/types'
import { find, type World } from '../world/world'
import { amountOff } from './apply-discounts'

/** What a coupon or promotion code is redeemed for. */
export interface Purchase {
  currency: string
  /** The price before discounts, for a code that requires a minimum. */
  amount: number
}

/**
 * Returns the coupon of these parameters, or throws if this customer can't redeem it now for this
 * purchase.
 */
export function redeemableCoupon(
  world: World,
  given: { coupon?: string; promotion_code?: string },
  customer: string | null,
  purchase: Purchase,
  path: string,
): Coupon {
  const code = given.promotion_code
    ? redeemableCode(world, given.promotion_code, customer, purchase, `${path}[promotion_code]`)
    : null
  const couponId = code?.promotion.coupon ?? given.coupon
  const coupon = couponId ? world.store.coupons.get(couponId) : undefined
  if (!coupon) throw missing('coupon', couponId ?? '', `${path}[coupon]`)
  const late = coupon.redeem_by !== null && coupon.redeem_by <= world.clock.seconds()
  const used = coupon.max_redemptions !== null && coupon.times_redeemed >= coupon.max_redemptions
  if (!coupon.valid || late || used) {
    throw invalid(
      `Coupon ${coupon.id} is used up or no longer valid.`,
      `${path}[coupon]`,
      'coupon_expired',
    )
  }
  if (coupon.percent_off === null && amountOff(coupon, purchase.currency) === null) {
    throw invalid(
      `The currency of the coupon ${coupon.id} (${coupon.currency}) does not match the currency of the purchase (${purchase.currency}).`,
      `${path}[${code ? 'promotion_code' : 'coupon'}]`,
    )
  }
  return coupon
}

function redeemableCode(
  world: World,
  id: string,
  customer: string | null,
  purchase: Purchase,
  param: string,
): PromotionCode {
  const code = find(world.store.promotionCodes, 'promotion code', id, param)
  const used = code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions
  const late = code.expires_at !== null && code.expires_at <= world.clock.seconds()
  const others = code.customer !== null && code.customer !== customer
  if (!code.active || used || late || others) {
    throw invalid('This promotion code cannot be redeemed.', param)
  }
  if (code.restrictions.first_time_transaction && customer && hasPaid(world, customer)) {
    throw invalid(
      'This promotion code cannot be redeemed because the associated customer has prior transactions.',
      param,
      'promotion_code_customer_not_first_time',
    )
  }
  const minimum = minimumOf(code, purchase.currency)
  if (minimum !== null && purchase.amount < minimum) {
    throw invalid(
      'This promotion code cannot be redeemed because the associated purchase does not meet the minimum amount requirement.',
      param,
    )
  }
  return code
}

/** The least amount of a purchase that a code is good for. A code without one is always good. */
function minimumOf({ restrictions }: PromotionCode, currency: string): number | null {
  if (restrictions.minimum_amount === null) return null
  if (restrictions.minimum_amount_currency === currency) return restrictions.minimum_amount
  // A minimum in another currency can't be met.
  return restrictions.currency_options?.[currency]?.minimum_amount ?? Number.POSITIVE_INFINITY
}

const hasPaid = (world: World, customer: string) =>
  world.store.charges.where('customer', customer).some((charge) => charge.paid) ||
  world.store.invoices
    .where('customer', customer)
    .some((invoice) => invoice.status === 'paid' && invoice.amount_paid > 0)
