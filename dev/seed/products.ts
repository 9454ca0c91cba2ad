import type Stripe from 'stripe'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog'

/** Makes the products and prices of a catalog that Stripe does not have yet, found by lookup key. */
export async function seedProducts(stripe: Stripe, catalog: Catalog): Promise<void> {
  await Promise.all(
    catalog.plans.filter((plan) => plan.prices.length > 0).map((plan) => seedPlan(stripe, plan)),
  )
}

async function seedPlan(stripe: Stripe, plan: Plan) {
  const { data: known } = await stripe.prices.list({
    lookup_keys: plan.prices.map((price) => price.lookupKey),
  })
  const missing = plan.prices.filter(
    (price) => !known.some(({ lookup_key }) => lookup_key === price.lookupKey),
  )
  if (missing.length === 0) return

  const product = known[0]?.product ?? (await createProduct(stripe, plan))
  const productId = typeof product === 'string' ? product : product.id
  for (const price of missing) await createPrice(stripe, productId, plan, price)
}

const createProduct = (stripe: Stripe, plan: Plan) =>
  stripe.products.create({
    name: plan.name,
    description: plan.description,
    metadata: { plan: plan.key },
  })

const createPrice = (stripe: Stripe, product: string, plan: Plan, price: Price) =>
  stripe.prices.create({
    product,
    nickname: plan.name,
    lookup_key: price.lookupKey,
    currency: price.currency,
    unit_amount: price.amountCents,
    ...(price.interval === 'once' ? {} : { recurring: { interval: price.interval } }),
  })
