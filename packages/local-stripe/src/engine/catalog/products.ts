import type { z } from 'zod'
import { invalid } from '../world/errors'
import {
  emptyable,
  flag,
  hash,
  many,
  metadata,
  notSupported,
  oneOf,
  text,
  withMetadata,
} from '../world/params'
import type { Product } from '../world/types'
import { change, create, emit, find, type World } from '../world/world'
import { DefaultPriceData } from './price-data'

const shared = {
  active: flag.optional(),
  description: emptyable(text).optional(),
  images: emptyable(many(text)).optional(),
  marketing_features: emptyable(many(hash({ name: text }))).optional(),
  metadata: metadata.optional(),
  package_dimensions: notSupported(),
  shippable: flag.optional(),
  statement_descriptor: text.optional(),
  tax_code: emptyable(text).optional(),
  tax_details: notSupported(),
  unit_label: emptyable(text).optional(),
  url: emptyable(text).optional(),
}

export const ProductCreate = hash({
  ...shared,
  name: text,
  id: text.optional(),
  type: oneOf('good', 'service').optional(),
  default_price_data: DefaultPriceData.optional(),
})
export const ProductUpdate = hash({
  ...shared,
  name: text.optional(),
  default_price: text.optional(),
})

export function createProduct(world: World, params: z.output<typeof ProductCreate>): Product {
  const id = params.id ?? world.ids.next('prod')
  if (world.store.products.get(id)) {
    throw invalid(`Product already exists.`, 'id', 'resource_already_exists')
  }
  const now = world.clock.seconds()
  const product = create(
    world,
    world.store.products,
    {
      id,
      object: 'product',
      active: params.active ?? true,
      created: now,
      default_price: null,
      description: params.description ?? null,
      images: params.images ?? [],
      livemode: false,
      marketing_features: params.marketing_features ?? [],
      metadata: withMetadata({}, params.metadata),
      name: params.name,
      package_dimensions: null,
      shippable: params.shippable ?? null,
      statement_descriptor: params.statement_descriptor ?? null,
      tax_code: params.tax_code ?? null,
      tax_details: null,
      type: params.type ?? 'service',
      unit_label: params.unit_label ?? null,
      updated: now,
      url: params.url ?? null,
    } satisfies Product,
    'product.created',
  )
  return product
}

export function updateProduct(
  world: World,
  id: string,
  params: z.output<typeof ProductUpdate>,
): Product {
  const product = find(world.store.products, 'product', id)
  if (params.default_price) {
    find(world.store.prices, 'price', params.default_price, 'default_price')
  }
  const { metadata: changes, package_dimensions, tax_details, ...plain } = params
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined))
  return change(
    world,
    world.store.products,
    product,
    { ...given, metadata: withMetadata(product.metadata, changes), updated: world.clock.seconds() },
    'product.updated',
  )
}

export function deleteProduct(world: World, id: string) {
  const product = find(world.store.products, 'product', id)
  if (world.store.prices.where('product', id).length > 0) {
    throw invalid('This product cannot be deleted because it has one or more user-created prices.')
  }
  world.store.products.delete(id)
  world.store.deleted.put({ id, object: 'product', deleted: true })
  emit(world, 'product.deleted', product)
  return { id, object: 'product' as const, deleted: true as const }
}
