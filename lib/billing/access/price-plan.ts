import { planByKey } from '@/lib/billing/catalog/catalog'
import { meteredLookupKeys } from '@/lib/billing/catalog/overage'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import type { PriceFact } from './facts'

/** Price ids that the team mapped by hand (`STRIPE_PRICES`): price id to plan key. */
export type PricePlans = Readonly<Record<string, string>>

/**
 * Which plan a Stripe price sells: by lookup key, then product metadata `plan`, then price id,
 * then nickname. Answers `undefined` for a price we don't know, which grants nothing.
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

/** Nicknames are typed by people: "Pro", " pro " and "PRO" mean the same. Nothing looser does. */
function planOfNickname(nickname: string | null, catalog: Catalog): Plan | undefined {
  const wanted = nickname?.trim().toLowerCase()
  if (!wanted) return undefined
  return catalog.plans.find((plan) => plan.key === wanted || plan.name.toLowerCase() === wanted)
}
