import {
  activeEntitlements,
  attachFeature,
  createFeature,
  detachFeature,
  FeatureCreate,
  FeatureUpdate,
  featuresOf,
  ProductFeatureCreate,
  updateFeature,
} from '../../engine/catalog/entitlements'
import { customerOf } from '../../engine/customers/customers'
import { flag, hash, text } from '../../engine/world/params'
import { find } from '../../engine/world/world'
import { del, lists, post, type Route, retrieves, undated } from '../route'

const FEATURES = '/v1/entitlements/features'

export const entitlementRoutes: Route[] = [
  post(FEATURES, FeatureCreate, (world, _, params) => createFeature(world, params)),
  undated(
    lists(
      FEATURES,
      (world) => world.store.features.all(),
      { archived: flag.optional(), lookup_key: text.optional() },
      (feature, { archived, lookup_key }) =>
        (archived === undefined ? feature.active : feature.active !== archived) &&
        (lookup_key === undefined || feature.lookup_key === lookup_key),
    ),
  ),
  retrieves(FEATURES, 'feature', (world) => world.store.features),
  post(`${FEATURES}/:id`, FeatureUpdate, (world, { id }, params) =>
    updateFeature(world, id, params),
  ),
  post('/v1/products/:id/features', ProductFeatureCreate, (world, { id }, params) =>
    attachFeature(world, id, params),
  ),
  undated(
    lists(
      '/v1/products/:id/features',
      (world, _, id) => featuresOf(world, find(world.store.products, 'product', id).id),
      {},
    ),
  ),
  del('/v1/products/:id/features/:child', hash({}), (world, { id, child }) =>
    detachFeature(world, id, child),
  ),
  undated(
    lists(
      '/v1/entitlements/active_entitlements',
      (world, { customer }) =>
        activeEntitlements(world, customerOf(world, customer, 'customer').id).reverse(),
      { customer: text },
    ),
  ),
]
