import type Stripe from 'stripe'
import { planOfLookupKey } from '@/lib/billing/access/price-plan'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { cached } from '@/lib/stripe/cached'
import { orNull } from '@/lib/stripe/stripe-errors'
import { needsOwnRead, unreadCoupons } from './billing-facts'
import type { FoundFacts } from './stripe-facts'
import { idOf } from './values'

type Found = Pick<FoundFacts, 'productPlan' | 'lookups'>

/**
 * Finds what subscriptions only name: products if a lookup key names no plan, coupons of items, and
 * prices that are sold in another currency. Few subscriptions have any, and each is read once in ten
 * minutes.
 */
export function subscriptionLookups(stripe: Stripe, catalog: Catalog) {
  const productPlan = cached(async (id: string) => {
    const product = await stripe.products.retrieve(id)
    return product.metadata.plan ?? null
  })
  const coupon = cached((id: string) => orNull(stripe.coupons.retrieve(id)))
  const price = cached((id: string) =>
    orNull(stripe.prices.retrieve(id, { expand: ['currency_options'] })),
  )

  return async (subscriptions: readonly Stripe.Subscription[]): Promise<Found> => {
    const items = subscriptions.flatMap(({ items, currency }) =>
      items.data.map((item) => ({ price: item.price, currency })),
    )
    const unnamed = items.filter(({ price }) => !planOfLookupKey(price.lookup_key, catalog))
    const foreign = items.filter(({ price, currency }) => needsOwnRead(price, currency))
    const plans = await readEach(
      unnamed.map(({ price }) => idOf(price.product)),
      productPlan,
    )
    const coupons = await readEach(subscriptions.flatMap(unreadCoupons), coupon)
    const prices = await readEach(
      foreign.map(({ price }) => price.id),
      price,
    )
    return {
      productPlan: (id) => plans.get(id) ?? null,
      lookups: {
        coupon: (id) => coupons.get(id) ?? null,
        price: (id) => prices.get(id) ?? null,
      },
    }
  }
}

async function readEach<T>(ids: readonly string[], read: (id: string) => Promise<T>) {
  const found = new Map<string, T>()
  for (const id of new Set(ids)) found.set(id, await read(id))
  return found
}
