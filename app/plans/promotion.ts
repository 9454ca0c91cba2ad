import { lookUpPromotion } from '@/app/promotion-lookup'
import { one, type SearchParams } from '@/components/plans/choice'
import type { PlansQuery } from '@/components/plans/query'
import type { PromotionLookup } from '@/lib/billing/pricing/promotion'

/** The promotion code in the URL, and what it takes off. */
export async function promotionOf(
  { code }: PlansQuery,
  params: SearchParams,
): Promise<{ typed: string; lookup: PromotionLookup | null }> {
  const typed = (one(params.code) ?? '').trim().slice(0, 60)
  if (!typed) return { typed, lookup: null }
  return { typed, lookup: code ? await lookUpPromotion(code) : { kind: 'none' } }
}
