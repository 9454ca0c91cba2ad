import type Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog'

/**
 * Lets people change plan, cancel and mend their card in the portal, by its default configuration.
 * A change is charged at once: an upgrade that is paid for next month opens things unpaid for.
 */
export async function seedPortal(stripe: Stripe, catalog: Catalog): Promise<void> {
  const features: Stripe.BillingPortal.ConfigurationCreateParams.Features = {
    customer_update: { enabled: true, allowed_updates: ['email', 'name', 'address'] },
    invoice_history: { enabled: true },
    payment_method_update: { enabled: true },
    subscription_cancel: {
      enabled: true,
      mode: 'at_period_end',
      cancellation_reason: {
        enabled: true,
        options: ['too_expensive', 'missing_features', 'switched_service', 'unused', 'other'],
      },
    },
    subscription_update: {
      enabled: true,
      default_allowed_updates: ['price'],
      proration_behavior: 'always_invoice',
      products: await recurringProducts(stripe, catalog),
    },
  }
  const { data } = await stripe.billingPortal.configurations.list({ is_default: true })
  const [known] = data
  if (known) await stripe.billingPortal.configurations.update(known.id, { features })
  else await stripe.billingPortal.configurations.create({ features })
}

/** Stripe takes at most ten products here. */
async function recurringProducts(stripe: Stripe, catalog: Catalog) {
  const lookupKeys = catalog.plans
    .filter((plan) => !plan.custom)
    .flatMap((plan) => plan.prices.filter(({ interval }) => interval !== 'once'))
    .map((price) => price.lookupKey)
  const prices = await Promise.all(
    lookupKeys.map(async (key) => (await stripe.prices.list({ lookup_keys: [key] })).data),
  )
  const byProduct = new Map<string, string[]>()
  for (const { id, product } of prices.flat()) {
    const productId = typeof product === 'string' ? product : product.id
    byProduct.set(productId, [...(byProduct.get(productId) ?? []), id])
  }
  return [...byProduct].map(([product, ids]) => ({ product, prices: ids }))
}
