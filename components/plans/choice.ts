import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog/schema'
import { priceOf } from '@/lib/billing/pricing/plan-prices'
import { promotionCodePattern } from '@/lib/billing/pricing/promotion'

export type SearchParams = Record<string, string | string[] | undefined>

/** What the visitor chose on `/plans`, carried in the URL through sign-up. It decides nothing. */
export type Choice = {
  plan: Plan
  /** In the chosen currency. */
  price: Price
  /** As typed: checkout finds out whether it is valid. */
  promotionCode: string | null
}

/** `null` without a choice, and for a plan that isn't sold: an old link must still work. */
export function readChoice(catalog: Catalog, params: SearchParams): Choice | null {
  const plan = planByKey(catalog, one(params.plan) ?? '')
  const price = plan && priceOf(plan, readInterval(params), one(params.currency))
  return plan && price && !plan.custom
    ? { plan, price, promotionCode: readPromotionCode(catalog, params) }
    : null
}

export function readInterval(params: SearchParams): Price['interval'] {
  const interval = one(params.interval)
  return interval === 'year' || interval === 'once' ? interval : 'month'
}

/** `null` for text that can't be a code, and if the catalog takes no codes. */
export function readPromotionCode({ checkout }: Catalog, params: SearchParams): string | null {
  const code = one(params.code)?.trim()
  return checkout.promotionCodes && code && promotionCodePattern.test(code) ? code : null
}

export function choiceQuery({ plan, price, promotionCode }: Choice): string {
  const query = new URLSearchParams({ plan: plan.key, interval: price.interval })
  if (price.currency !== plan.prices[0]?.currency) query.set('currency', price.currency)
  if (promotionCode) query.set('code', promotionCode)
  return query.toString()
}

/** The first value of a query parameter that may be repeated. */
export const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value
