import { one, type SearchParams } from '@/components/plans/choice'
import type { PlansQuery } from '@/components/plans/query'
import type { PromotionLookup } from '@/lib/billing/pricing/promotion'
import { services } from '@/lib/services'
import { promotionLookup } from '@/lib/stripe/checkout/promotion-lookup'

let lookUp: ReturnType<typeof promotionLookup> | undefined

/** The promotion code in the URL, and what it takes off. */
export async function promotionOf(
  { code }: PlansQuery,
  params: SearchParams,
): Promise<{ typed: string; lookup: PromotionLookup | null }> {
  const typed = (one(params.code) ?? '').trim().slice(0, 60)
  if (!typed) return { typed, lookup: null }
  if (!code) return { typed, lookup: { kind: 'none' } }
  return { typed, lookup: await lookUpPromotion(code) }
}

/** One per process: its cache and its rate limit are shared by all visitors. */
export function lookUpPromotion(code: string): Promise<PromotionLookup> {
  lookUp ??= promotionLookup(services)
  return lookUp(code, services.now())
}
