import type { z } from 'zod'
import type { Product } from '../world/types'
import { change, type World } from '../world/world'
import { createPrice } from './prices'
import { createProduct, type ProductCreate } from './products'

/** `POST /v1/products`: creates a product and, with `default_price_data`, its default price. */
export function createProductWithPrice(
  world: World,
  params: z.output<typeof ProductCreate>,
): Product {
  const product = createProduct(world, params)
  if (!params.default_price_data) return product
  const price = createPrice(world, { ...params.default_price_data, product: product.id })
  return change(world, world.store.products, product, { default_price: price.id })
}
