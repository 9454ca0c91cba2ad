import { promotionCodePattern } from '@/lib/billing/pricing/promotion'
import { type RateLimiter, requireRoom } from '@/lib/rate-limits'
import type { Promotions, UnlimitedPromotions } from './promotions'

/**
 * Promotions that can be looked up only so often, wherever the code was typed: otherwise codes could
 * be guessed at the place without a limit. A code that can't exist is not counted.
 */
export const limitedPromotions = (
  promotions: UnlimitedPromotions,
  rateLimiter: RateLimiter,
): Promotions => ({
  async find(code, now, requester) {
    if (!promotionCodePattern.test(code)) return null
    await requireRoom(rateLimiter, 'promotion_code', requester)
    return promotions.find(code, now)
  },
})
