import type Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog/catalog'
import { meteredLookupKeys } from '@/lib/billing/catalog/overage'

/** Prices rarely change; a deployment that changes them restarts anyway. */
const rememberedMs = 10 * 60_000

/** The catalog's prices at Stripe, both ways: lookup key to price id, and back. */
export type PriceBook = {
  idOf(lookupKey: string): string
  lookupKeyOf(priceId: string): string | null
}

export function priceBook(stripe: Stripe, catalog: Catalog) {
  let known: { book: Promise<PriceBook>; until: number } | undefined
  const open = (): Promise<PriceBook> => {
    if (known && known.until > Date.now()) return known.book
    const book = readPrices(stripe, catalog)
    known = { book, until: Date.now() + rememberedMs }
    // What failed is asked again next time.
    book.catch(() => {
      known = undefined
    })
    return book
  }
  return Object.assign(open, {
    forget: () => {
      known = undefined
    },
  })
}

async function readPrices(stripe: Stripe, catalog: Catalog): Promise<PriceBook> {
  const lookupKeys = catalog.plans.flatMap((plan) => [
    ...plan.prices.map((price) => price.lookupKey),
    ...meteredLookupKeys(plan),
  ])
  const ids = new Map<string, string>()
  // Stripe takes ten keys at a time.
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
      throw new Error(
        `Stripe has no active price with the lookup key "${lookupKey}": the catalog "${catalog.name}" was not set up there`,
      )
    },
    lookupKeyOf: (priceId) => keys.get(priceId) ?? null,
  }
}
