import type { z } from 'zod'
import { emptyable, hash, many, text } from '../world/params'

export const DiscountParams = emptyable(
  many(
    hash({ coupon: text.optional(), promotion_code: text.optional(), discount: text.optional() }),
  ),
)

/** The discounts of an older API version, which has one coupon or promotion code. */
export function olderDiscounts(given: {
  coupon?: string | null
  promotion_code?: string | null
}): { coupon?: string; promotion_code?: string }[] | undefined {
  const { coupon, promotion_code } = given
  if (coupon === undefined && promotion_code === undefined) return undefined
  return [...(coupon ? [{ coupon }] : []), ...(promotion_code ? [{ promotion_code }] : [])]
}
export type DiscountParams = z.output<typeof DiscountParams>
