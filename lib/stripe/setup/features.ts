import type Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { type FoundProduct, productsFor, type WantedProduct } from './products'
import { type Difference, idIn, ownerMark } from './step'

export type FoundFeature = {
  id: string
  key: string
  name: string
  active: boolean
  catalog: string | null
}

/** The features that a sold product includes. */
export const wantedFeatures = (catalog: Catalog, products: readonly WantedProduct[]) =>
  Object.entries(catalog.features)
    .filter(([key]) => products.some(({ features }) => features.includes(key)))
    .map(([key, { name }]) => ({ key, name }))

export async function readFeatures(stripe: Stripe): Promise<FoundFeature[]> {
  const found: FoundFeature[] = []
  // Stripe lists either the active features or the archived ones.
  for (const archived of [false, true]) {
    for await (const feature of stripe.entitlements.features.list({ archived, limit: 100 })) {
      found.push({
        id: feature.id,
        key: feature.lookup_key,
        name: feature.name,
        active: feature.active,
        catalog: feature.metadata[ownerMark] ?? null,
      })
    }
  }
  return found
}

/**
 * Stripe's own features, for other systems that ask Stripe for a customer's entitlements. Tollgate
 * doesn't ask: the catalog says which features a plan includes.
 */
export function featureDifference(
  catalog: string,
  wanted: readonly { key: string; name: string }[],
  found: readonly FoundFeature[],
): Difference {
  const changes: Difference['changes'] = []
  const notes: string[] = []
  for (const { key, name } of wanted) {
    const known = found.find((feature) => feature.key === key)
    const change = { what: 'feature', name: key } as const
    if (!known) {
      changes.push({
        ...change,
        sign: '+',
        summary: name,
        async apply({ stripe, ids }) {
          const { id } = await stripe.entitlements.features.create({
            lookup_key: key,
            name,
            metadata: { [ownerMark]: catalog },
          })
          ids.features.set(key, id)
        },
      })
      continue
    }
    if (known.catalog !== catalog && (known.name !== name || !known.active)) {
      notes.push(
        `The feature "${key}" already exists in Stripe (${known.id}, "${known.name}") and isn’t ours: it is used unchanged.`,
      )
      continue
    }
    const set = {
      ...(known.name !== name && { name }),
      ...(!known.active && { active: true }),
    }
    if (Object.keys(set).length > 0) {
      changes.push({
        ...change,
        sign: '~',
        summary: known.active ? `name ${known.name} → ${name}` : 'unarchived',
        apply: async ({ stripe }) => {
          await stripe.entitlements.features.update(known.id, set)
        },
      })
    }
  }
  return { changes, problems: [], notes }
}

/** Which features products include. Extra ones stay, because detaching one would be a deletion. */
export function attachmentDifference(
  wanted: readonly WantedProduct[],
  found: readonly FoundProduct[],
): Difference {
  const changes: Difference['changes'] = []
  const notes: string[] = []
  for (const product of wanted) {
    const holders = productsFor(product, found)
    const made = { id: null, features: [] as string[] }
    const targets = holders.length > 0 ? holders : [made]
    for (const { id, features } of targets) {
      const missing = product.features.filter((key) => !features.includes(key))
      const extra = features.filter((key) => !product.features.includes(key))
      if (extra.length > 0) {
        notes.push(
          `Product ${product.name} (${id}) still has the feature ${extra.join(', ')}, which the catalog no longer gives it. Tollgate doesn’t read features from Stripe; if other systems do, detach it there.`,
        )
      }
      if (missing.length === 0) continue
      changes.push({
        sign: '+',
        what: 'product',
        name: product.name,
        summary: `features ${missing.join(', ')}`,
        async apply({ stripe, ids }) {
          const productId = id ?? idIn(ids.products, product.plan)
          for (const key of missing) {
            const entitlement_feature = idIn(ids.features, key)
            await stripe.products.createFeature(productId, { entitlement_feature })
          }
        },
      })
    }
  }
  return { changes, problems: [], notes }
}
