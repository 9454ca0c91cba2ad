import type Stripe from 'stripe'
import { idOf } from '@/lib/stripe/customer/stripe-facts'
import { mark } from './change'
import type { FoundMeter } from './meters'
import type { FoundPrice, WantedPrice } from './prices'
import type { FoundProduct } from './products'
import { foundTerms } from './terms'

/** Stripe takes no more lookup keys in one question. */
const mostKeys = 10

/** What we made for this catalog, and what has a lookup key of it, whoever made that. Nothing else. */
export async function readProducts(
  stripe: Stripe,
  catalog: string,
  wanted: readonly WantedPrice[],
  meters: readonly FoundMeter[],
  withFeatures: boolean,
): Promise<{ products: FoundProduct[]; prices: FoundPrice[] }> {
  const [all, keyed] = await Promise.all([readAllProducts(stripe), readKeyed(stripe, wanted)])
  const holders = new Set(keyed.map(({ product }) => idOf(product)))
  const ours = all.filter(({ id, metadata }) => metadata[mark] === catalog || holders.has(id))
  const eventNames = new Map(meters.map(({ id, eventName }) => [id, eventName]))

  const prices = await pricesOf(stripe, ours)
  const plans = new Map(wanted.map(({ lookupKey, plan }) => [lookupKey, plan]))
  const features = await Promise.all(
    ours.map(({ id }) => (withFeatures ? featuresOf(stripe, id) : [])),
  )
  return {
    products: ours.map((product, at) => ({
      id: product.id,
      active: product.active,
      name: product.name,
      description: product.description,
      plan: product.metadata.plan ?? null,
      catalog: product.metadata[mark] ?? null,
      defaultPrice: product.default_price ? idOf(product.default_price) : null,
      holds: prices
        .filter((price) => idOf(price.product) === product.id)
        .flatMap(({ lookup_key }) => plans.get(lookup_key ?? '') ?? []),
      features: features[at] ?? [],
    })),
    prices: prices.map((price) => ({
      id: price.id,
      product: idOf(price.product),
      lookupKey: price.lookup_key,
      active: price.active,
      nickname: price.nickname,
      catalog: price.metadata[mark] ?? null,
      terms: foundTerms(price, eventNames),
    })),
  }
}

/** Stripe's search would find them by metadata, but late: what was made a moment ago would be made twice. */
async function readAllProducts(stripe: Stripe) {
  const products: Stripe.Product[] = []
  for await (const product of stripe.products.list({ limit: 100 })) products.push(product)
  return products
}

async function readKeyed(stripe: Stripe, wanted: readonly WantedPrice[]) {
  const keys = wanted.map(({ lookupKey }) => lookupKey)
  const pages = await Promise.all(
    chunks(keys, mostKeys).map((lookup_keys) => stripe.prices.list({ lookup_keys, limit: 100 })),
  )
  return pages.flatMap(({ data }) => data)
}

async function pricesOf(stripe: Stripe, products: readonly Stripe.Product[]) {
  const lists = await Promise.all(
    products.map(async ({ id: product }) => {
      const prices: Stripe.Price[] = []
      const expand = ['data.currency_options', 'data.tiers']
      for await (const price of stripe.prices.list({ product, limit: 100, expand })) {
        prices.push(price)
      }
      return prices
    }),
  )
  return lists.flat()
}

async function featuresOf(stripe: Stripe, product: string) {
  const keys: string[] = []
  for await (const each of stripe.products.listFeatures(product, { limit: 100 })) {
    keys.push(each.entitlement_feature.lookup_key)
  }
  return keys
}

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  )
