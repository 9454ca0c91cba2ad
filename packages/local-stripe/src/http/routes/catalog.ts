import { PriceCreate } from '../../engine/catalog/price-data'
import { createPrice, PriceUpdate, updatePrice } from '../../engine/catalog/prices'
import { createProductWithPrice } from '../../engine/catalog/product-with-price'
import {
  deleteProduct,
  ProductCreate,
  ProductUpdate,
  updateProduct,
} from '../../engine/catalog/products'
import { flag, hash, many, notSupported, oneOf, text } from '../../engine/world/params'
import { del, lists, post, type Route, retrieves } from '../route'
import { PRICE_FIELDS, PRODUCT_FIELDS } from '../search/fields'
import { searches } from '../search/search'

/** Products and prices. */
export const catalogRoutes: Route[] = [
  post('/v1/products', ProductCreate, (world, _, params) => createProductWithPrice(world, params)),
  lists(
    '/v1/products',
    (world) => world.store.products.all(),
    {
      active: flag.optional(),
      ids: many(text).optional(),
      shippable: flag.optional(),
      type: notSupported(),
      url: text.optional(),
    },
    (product, { active, ids, shippable, url }) =>
      (active === undefined || product.active === active) &&
      (ids === undefined || ids.includes(product.id)) &&
      (shippable === undefined || product.shippable === shippable) &&
      (url === undefined || product.url === url),
  ),
  searches('products', (world) => world.store.products.all(), PRODUCT_FIELDS),
  retrieves('/v1/products', 'product', (world) => world.store.products),
  post('/v1/products/:id', ProductUpdate, (world, { id }, params) =>
    updateProduct(world, id, params),
  ),
  del('/v1/products/:id', hash({}), (world, { id }) => deleteProduct(world, id)),

  post('/v1/prices', PriceCreate, (world, _, params) => createPrice(world, params)),
  lists(
    '/v1/prices',
    (world, { product }) =>
      product === undefined
        ? world.store.prices.all()
        : world.store.prices.where('product', product),
    {
      active: flag.optional(),
      currency: text.optional(),
      lookup_keys: many(text).optional(),
      product: text.optional(),
      recurring: hash({
        interval: text.optional(),
        meter: text.optional(),
        usage_type: text.optional(),
      }).optional(),
      type: oneOf('one_time', 'recurring').optional(),
    },
    (price, { active, currency, lookup_keys, recurring, type }) =>
      (active === undefined || price.active === active) &&
      (currency === undefined || price.currency === currency) &&
      (type === undefined || price.type === type) &&
      (lookup_keys === undefined || lookup_keys.includes(price.lookup_key ?? '')) &&
      (recurring?.interval === undefined || price.recurring?.interval === recurring.interval) &&
      (recurring?.meter === undefined || price.recurring?.meter === recurring.meter) &&
      (recurring?.usage_type === undefined || price.recurring?.usage_type === recurring.usage_type),
  ),
  searches('prices', (world) => world.store.prices.all(), PRICE_FIELDS),
  retrieves('/v1/prices', 'price', (world) => world.store.prices),
  post('/v1/prices/:id', PriceUpdate, (world, { id }, params) => updatePrice(world, id, params)),
]
