import { planByKey } from '@/lib/billing/catalog/catalog'
import { meteredLookupKeys } from '@/lib/billing/catalog/overage'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import type { PriceFact } from './facts'

/** The plan keys of prices by id, as set in `STRIPE_PRICES`. */
export type PricePlans = Readonly<Record<string, string>>

/**
 * The plan that a Stripe price sells: by lookup key, then product metadata `plan`, then price id,
 * then nickname. `undefined` for an unknown price, which grants nothing.
 */
export function planOfPrice(
  price: PriceFact,
  catalog: Catalog,
  byId: PricePlans = {},
): Plan | undefined {
  return (
    planOfLookupKey(price.lookupKey, catalog) ??
    (price.productPlan ? planByKey(catalog, price.productPlan) : undefined) ??
    (Object.hasOwn(byId, price.id) ? planByKey(catalog, byId[price.id] ?? '') : undefined) ??
    planOfNickname(price.nickname, catalog)
  )
}

export const planOfLookupKey = (lookupKey: string | null, catalog: Catalog): Plan | undefined =>
  lookupKey === null
    ? undefined
    : catalog.plans.find(
        (plan) =>
          plan.prices.some((price) => price.lookupKey === lookupKey) ||
          meteredLookupKeys(plan).includes(lookupKey),
      )

/** The plan that a hand-typed nickname names. Only case and outer spaces are ignored. */
function planOfNickname(nickname: string | null, catalog: Catalog): Plan | undefined {
  const wanted = nickname?.trim().toLowerCase()
  if (!wanted) return undefined
  return catalog.plans.find((plan) => plan.key === wanted || plan.name.toLowerCase() === wanted)
}
