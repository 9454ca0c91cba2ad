import { requester } from '@/lib/auth/session'
import type { PromotionLookup } from '@/lib/billing/pricing/promotion'
import { services } from '@/lib/services'
import { promotionLookup } from '@/lib/stripe/checkout/promotion-lookup'

let lookUp: ReturnType<typeof promotionLookup> | undefined

/** What a promotion code gives, for a page. Counts for the page's visitor. */
export async function lookUpPromotion(code: string): Promise<PromotionLookup> {
  // One per process: its cache is shared by all visitors.
  lookUp ??= promotionLookup(services)
  return lookUp(code, services.now(), await requester())
}
