import type { z } from 'zod'
import { emptyable, hash, many, text } from '../world/params'

export const DiscountParams = emptyable(
  many(
    hash({ coupon: text.optional(), promotion_code: text.optional(), discount: text.optional() }),
  ),
)
export type DiscountParams = z.output<typeof DiscountParams>
