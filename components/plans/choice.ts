import { priceOf } from '@/components/ui/money'
import { type Catalog, type Plan, type Price, planByKey } from '@/lib/billing/catalog/catalog'
import { promotionCodePattern } from '@/lib/billing/pricing/promotion'

export type SearchParams = Record<string, string | string[] | undefined>

/** What a person chose on `/plans`, carried in the URL through sign-up. Chooses; never decides. */
export type Choice = {
  plan: Plan
  /** In the currency that was chosen. */
  price: Price
  /** As it was typed: whether it gives anything, the checkout asks. */
  promotionCode: string | null
}

/** `null` for no choice, and for one that isn't ours to sell: nobody is sent away for a stale link. */
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

/** `null` for what can't be one, and where none are taken. */
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

/** A parameter given twice is read as its first. */
export const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value
