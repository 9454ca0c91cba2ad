import type Stripe from 'stripe'
import { meteredLookupKeys } from '@/lib/billing/catalog/overage'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { cached } from '@/lib/stripe/cached'
import { noActivePrice } from '@/lib/stripe/stripe-errors'

/** The catalog's prices at Stripe, both ways: lookup key to price id, and back. */
export type PriceBook = {
  idOf(lookupKey: string): string
  lookupKeyOf(priceId: string): string | null
}

export function priceBook(stripe: Stripe, catalog: Catalog) {
  const books = cached(() => readPrices(stripe, catalog))
  return Object.assign(() => books(catalog.name), { forget: books.forget })
}

async function readPrices(stripe: Stripe, catalog: Catalog): Promise<PriceBook> {
  const lookupKeys = catalog.plans.flatMap((plan) => [
    ...plan.prices.map((price) => price.lookupKey),
    ...meteredLookupKeys(plan),
  ])
  const ids = new Map<string, string>()
  // Stripe takes ten keys in a request.
  for (let at = 0; at < lookupKeys.length; at += 10) {
    const lookup_keys = lookupKeys.slice(at, at + 10)
    const { data } = await stripe.prices.list({ lookup_keys, active: true, limit: 100 })
    for (const { id, lookup_key } of data) if (lookup_key) ids.set(lookup_key, id)
  }
  const keys = new Map([...ids].map(([key, id]) => [id, key]))
  return {
    idOf(lookupKey) {
      const id = ids.get(lookupKey)
      if (id) return id
      throw noActivePrice(lookupKey, catalog)
    },
    lookupKeyOf: (priceId) => keys.get(priceId) ?? null,
  }
}
