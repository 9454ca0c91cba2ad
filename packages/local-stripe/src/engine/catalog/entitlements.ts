import type Stripe from 'stripe'
import type { z } from 'zod'
import { invalid } from '../world/errors'
import { flag, hash, metadata, text, withMetadata } from '../world/params'
import type { Feature, ProductFeature, Subscription, Wire } from '../world/types'
import { change, create, emit, find, type World } from '../world/world'

export const FeatureCreate = hash({ lookup_key: text, name: text, metadata: metadata.optional() })
export const FeatureUpdate = hash({
  active: flag.optional(),
  metadata: metadata.optional(),
  name: text.optional(),
})
export const ProductFeatureCreate = hash({ entitlement_feature: text })

export function createFeature(world: World, params: z.output<typeof FeatureCreate>): Feature {
  if (world.store.features.all().some((each) => each.lookup_key === params.lookup_key)) {
    throw invalid(
      `A feature with lookup key ${params.lookup_key} already exists.`,
      'lookup_key',
      'resource_already_exists',
    )
  }
  return create(world, world.store.features, {
    id: world.ids.next('feat_test', 24),
    object: 'entitlements.feature',
    active: true,
    livemode: false,
    lookup_key: params.lookup_key,
    metadata: withMetadata({}, params.metadata),
    name: params.name,
  })
}

export function updateFeature(
  world: World,
  id: string,
  params: z.output<typeof FeatureUpdate>,
): Feature {
  const feature = find(world.store.features, 'feature', id)
  return change(world, world.store.features, feature, {
    ...(params.active !== undefined && { active: params.active }),
    ...(params.name && { name: params.name }),
    metadata: withMetadata(feature.metadata, params.metadata),
  })
}

/** Adds the feature to the product: its subscribers are entitled to it. */
export function attachFeature(
  world: World,
  product: string,
  params: z.output<typeof ProductFeatureCreate>,
): ProductFeature {
  find(world.store.products, 'product', product)
  const feature = find(
    world.store.features,
    'feature',
    params.entitlement_feature,
    'entitlement_feature',
  )
  const attached: ProductFeature & { product: string } = {
    id: world.ids.next('prodft', 24),
    object: 'product_feature',
    entitlement_feature: feature,
    livemode: false,
    product,
  }
  world.store.productFeatures.put(attached)
  return shown(attached)
}

export function detachFeature(world: World, product: string, id: string) {
  const attached = world.store.productFeatures.get(id)
  if (attached?.product !== product)
    throw invalid(`No such product feature: '${id}'`, 'id', 'resource_missing')
  world.store.productFeatures.delete(id)
  return { id, object: 'product_feature' as const, deleted: true as const }
}

export const featuresOf = (world: World, product: string): ProductFeature[] =>
  world.store.productFeatures.where('product', product).map(shown)

/** What a customer's active subscriptions entitle them to now. Oldest feature first. */
export function activeEntitlements(world: World, customer: string) {
  const features = new Map<string, Feature>()
  for (const subscription of world.store.subscriptions.where('customer', customer)) {
    if (!ENTITLING.includes(subscription.status)) continue
    for (const item of subscription.items.data) {
      for (const each of featuresOf(world, item.price.product)) {
        const feature = world.store.features.get(each.entitlement_feature.id)
        if (feature?.active) features.set(feature.id, feature)
      }
    }
  }
  return [...features.values()].map((feature) => ({
    id: `ent_test_${customer.slice(4)}${feature.id.slice(-8)}`,
    object: 'entitlements.active_entitlement' as const,
    feature: feature.id,
    livemode: false,
    lookup_key: feature.lookup_key,
  }))
}

/** Sends the summary event if a change of a subscription changed the customer's entitlements. */
export function announceEntitlements(world: World, subscription: Subscription): void {
  if (world.store.productFeatures.size === 0) return
  const { customer } = subscription
  const now = activeEntitlements(world, customer)
  const keys = now.map((each) => each.lookup_key).join(' ')
  const sent = world.store.entitlementNotes.get(customer)?.keys ?? ''
  if (keys === sent) return
  world.store.entitlementNotes.put({ id: customer, object: 'entitlement_notes', keys })
  const summary: Wire<Stripe.Entitlements.ActiveEntitlementSummary> = {
    object: 'entitlements.active_entitlement_summary',
    customer,
    entitlements: {
      object: 'list',
      data: now.slice(0, 10),
      has_more: now.length > 10,
      url: `/v1/customer/${customer}/entitlements`,
    },
    livemode: false,
  }
  emit(world, 'entitlements.active_entitlement_summary.updated', summary)
}

const shown = ({ product, ...attached }: ProductFeature & { product?: string }): ProductFeature =>
  attached

const ENTITLING: string[] = ['active', 'trialing', 'past_due']
