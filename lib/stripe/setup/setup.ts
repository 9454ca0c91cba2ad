import type Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { type Change, type Difference, nothing, together, type Workplace } from './change'
import {
  attachmentDifference,
  type FoundFeature,
  featureDifference,
  readFeatures,
  wantedFeatures,
} from './features'
import { type FoundMeter, meterDifference, readMeters, wantedMeters } from './meters'
import { portalDifference, readPortal, wantedPortal } from './portal'
import { type FoundPrice, priceDifference, wantedPrices } from './prices'
import {
  type FoundProduct,
  heirs,
  productDifference,
  type WantedProduct,
  wantedProducts,
} from './products'
import { readProducts } from './read-products'
import { readEndpoints, type WantedWebhook, webhookDifference } from './webhook'

export type SetupOptions = {
  /** Leave it out, and no endpoint is looked at. */
  webhook?: WantedWebhook | undefined
  /** `prices`: only what can be bought, without portal and features. For tests, which make many Stripes. */
  parts?: 'all' | 'prices' | 'webhook'
}

export type Setup = Difference & {
  /** Carries all of it out, in order; tells of each step when it is done. */
  apply(onDone?: (change: Change) => void): Promise<Pick<Workplace, 'webhook'>>
}

/** Reads what Stripe has, and says what is to be done until it has what the catalog says. */
export async function prepareSetup(
  stripe: Stripe,
  catalog: Catalog,
  { webhook, parts = 'all' }: SetupOptions = {},
): Promise<Setup> {
  const ids: Workplace['ids'] = {
    meters: new Map(),
    features: new Map(),
    products: new Map(),
    prices: new Map(),
  }
  const sold = parts === 'webhook' ? nothing : await soldDifference(stripe, catalog, ids, parts)
  const told = webhook ? webhookDifference(webhook, await readEndpoints(stripe)) : nothing
  const difference = together([sold, told])
  return {
    ...difference,
    async apply(onDone) {
      if (difference.problems.length > 0) throw new Error(difference.problems.join('\n'))
      const at: Workplace = { stripe, ids, webhook: null }
      for (const change of difference.changes) {
        await change.apply(at)
        onDone?.(change)
      }
      return { webhook: at.webhook }
    },
  }
}

/** Makes Stripe match the catalog. */
export async function setUpStripe(stripe: Stripe, catalog: Catalog, options: SetupOptions = {}) {
  const setup = await prepareSetup(stripe, catalog, options)
  return setup.apply()
}

async function soldDifference(
  stripe: Stripe,
  catalog: Catalog,
  ids: Workplace['ids'],
  parts: 'all' | 'prices',
): Promise<Difference> {
  const { name } = catalog
  const products = wantedProducts(catalog)
  const prices = wantedPrices(catalog)
  const meters = wantedMeters(catalog)
  const withRest = parts === 'all'

  const [foundMeters, foundFeatures, foundPortal] = await Promise.all([
    meters.length > 0 ? readMeters(stripe) : [],
    withRest ? readFeatures(stripe) : [],
    withRest ? readPortal(stripe, name) : null,
  ])
  const found = await readProducts(stripe, name, prices, foundMeters, withRest)
  note(ids, { ...found, meters: foundMeters, features: foundFeatures }, products)

  const features = wantedFeatures(catalog, products)
  const priced = priceDifference(name, prices, found.prices, found.products)
  return together([
    meterDifference(meters, foundMeters),
    ...(withRest ? [featureDifference(name, features, foundFeatures)] : []),
    productDifference(name, products, found.products),
    ...(withRest ? [attachmentDifference(products, found.products)] : []),
    priced,
    ...(withRest
      ? [
          portalDifference(name, wantedPortal(catalog), foundPortal, {
            ids: ids.prices,
            renewed: priced.renewed,
          }),
        ]
      : []),
  ])
}

/** Notes what is there under the names that changes ask for. */
function note(
  ids: Workplace['ids'],
  found: {
    products: FoundProduct[]
    prices: FoundPrice[]
    meters: FoundMeter[]
    features: FoundFeature[]
  },
  products: readonly WantedProduct[],
) {
  for (const { id, eventName, active } of found.meters) {
    // Of several that had the name in turn, the one that counts now.
    if (active || !ids.meters.has(eventName)) ids.meters.set(eventName, id)
  }
  for (const { id, key } of found.features) ids.features.set(key, id)
  for (const { id, lookupKey } of found.prices) if (lookupKey) ids.prices.set(lookupKey, id)
  for (const product of products) {
    const [first] = heirs(product, found.products)
    if (first) ids.products.set(product.plan, first.id)
  }
}
