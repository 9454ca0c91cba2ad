import { type Catalog, type Plan, type Price, planByKey } from '@/lib/billing/catalog'
import { priceOf } from './money'

export type SearchParams = Record<string, string | string[] | undefined>

/** What a person chose on `/plans`, carried in the URL through sign-up. Chooses; never decides. */
export type Choice = { plan: Plan; price: Price }

/** `null` for no choice, and for one that isn't ours to sell: nobody is sent away for a stale link. */
export function readChoice(catalog: Catalog, params: SearchParams): Choice | null {
  const plan = planByKey(catalog, one(params.plan) ?? '')
  const price = plan && priceOf(plan, readInterval(params))
  return plan && price && !plan.custom ? { plan, price } : null
}

export const readInterval = (params: SearchParams): 'month' | 'year' =>
  one(params.interval) === 'year' ? 'year' : 'month'

export const choiceQuery = ({ plan, price }: Choice) =>
  `plan=${encodeURIComponent(plan.key)}&interval=${price.interval}` as const

/** A parameter given twice is read as its first. */
export const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value
