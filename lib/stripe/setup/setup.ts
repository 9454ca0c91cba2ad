import type Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog/schema'
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
  productDifference,
  productsFor,
  type WantedProduct,
  wantedProducts,
} from './products'
import { readProducts } from './read-products'
import {
  type Difference,
  mergeDifferences,
  noDifference,
  type SetupContext,
  type SetupStep,
} from './step'
import { readEndpoints, type WantedWebhook, webhookDifference } from './webhook'

export type SetupOptions = {
  /** Without it, no endpoint is compared. */
  webhook?: WantedWebhook | undefined
  /**
   * `prices`: products and prices, without portal and features. For tests, which set up many
   * accounts.
   */
  parts?: 'all' | 'prices' | 'webhook'
}

export type Setup = Difference & {
  /** Runs all steps in order, and reports each when it is done. */
  apply(onDone?: (change: SetupStep) => void): Promise<Pick<SetupContext, 'webhook'>>
}

/** Compares Stripe with the catalog, and prepares the steps that make it match. */
export async function prepareSetup(
  stripe: Stripe,
  catalog: Catalog,
  { webhook, parts = 'all' }: SetupOptions = {},
): Promise<Setup> {
  const ids: SetupContext['ids'] = {
    meters: new Map(),
    features: new Map(),
    products: new Map(),
    prices: new Map(),
  }
  const sold =
    parts === 'webhook' ? noDifference : await soldDifference(stripe, catalog, ids, parts)
  const endpoints = webhook ? webhookDifference(webhook, await readEndpoints(stripe)) : noDifference
  const difference = mergeDifferences([sold, endpoints])
  return {
    ...difference,
    async apply(onDone) {
      if (difference.problems.length > 0) throw new Error(difference.problems.join('\n'))
      const context: SetupContext = { stripe, ids, webhook: null }
      for (const change of difference.changes) {
        await change.apply(context)
        onDone?.(change)
      }
      return { webhook: context.webhook }
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
  ids: SetupContext['ids'],
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
  collectIds(ids, { ...found, meters: foundMeters, features: foundFeatures }, products)

  const features = wantedFeatures(catalog, products)
  const priced = priceDifference(name, prices, found.prices, found.products)
  return mergeDifferences([
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

/** Collects the ids of what exists, by the names that steps use. */
function collectIds(
  ids: SetupContext['ids'],
  found: {
    products: FoundProduct[]
    prices: FoundPrice[]
    meters: FoundMeter[]
    features: FoundFeature[]
  },
  products: readonly WantedProduct[],
) {
  for (const { id, eventName, active } of found.meters) {
    // Several meters may have had the name. The active one counts.
    if (active || !ids.meters.has(eventName)) ids.meters.set(eventName, id)
  }
  for (const { id, key } of found.features) ids.features.set(key, id)
  for (const { id, lookupKey } of found.prices) if (lookupKey) ids.prices.set(lookupKey, id)
  for (const product of products) {
    const [first] = productsFor(product, found.products)
    if (first) ids.products.set(product.plan, first.id)
  }
}
