import type Stripe from 'stripe'
import { idOf } from '@/lib/stripe/customer/values'
import type { FoundMeter } from './meters'
import type { FoundPrice, WantedPrice } from './prices'
import type { FoundProduct } from './products'
import { ownerMark } from './step'
import { foundTerms } from './terms'

/** How many lookup keys Stripe takes in one request. */
const maxKeys = 10

/**
 * The products that we created for this catalog, or that have one of its lookup keys, with their
 * prices.
 */
export async function readProducts(
  stripe: Stripe,
  catalog: string,
  wanted: readonly WantedPrice[],
  meters: readonly FoundMeter[],
  withFeatures: boolean,
): Promise<{ products: FoundProduct[]; prices: FoundPrice[] }> {
  const [all, keyed] = await Promise.all([readAllProducts(stripe), readKeyed(stripe, wanted)])
  const holders = new Set(keyed.map(({ product }) => idOf(product)))
  const ours = all.filter(({ id, metadata }) => metadata[ownerMark] === catalog || holders.has(id))
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
      catalog: product.metadata[ownerMark] ?? null,
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
      catalog: price.metadata[ownerMark] ?? null,
      terms: foundTerms(price, eventNames),
    })),
  }
}

/** Stripe's search by metadata lags: what was created a moment ago would be created twice. */
async function readAllProducts(stripe: Stripe) {
  const products: Stripe.Product[] = []
  for await (const product of stripe.products.list({ limit: 100 })) products.push(product)
  return products
}

async function readKeyed(stripe: Stripe, wanted: readonly WantedPrice[]) {
  const keys = wanted.map(({ lookupKey }) => lookupKey)
  const pages = await Promise.all(
    chunks(keys, maxKeys).map((lookup_keys) => stripe.prices.list({ lookup_keys, limit: 100 })),
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
