import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog } from '@/lib/billing/catalog/schema'

/** The saas catalog with one more plan, bought once and kept: what makes purchases be read. */
export const withLifetime: Catalog = defineCatalog({
  ...saas,
  name: 'with-lifetime',
  plans: [
    ...saas.plans,
    {
      key: 'lifetime',
      name: 'Lifetime',
      description: 'Pay once.',
      rank: 25,
      group: 'lifetime',
      prices: [
        { lookupKey: 'test_lifetime', interval: 'once', currency: 'usd', amountCents: 29_900 },
      ],
      features: ['api-access', 'analytics'],
      permissions: ['read:premium-content'],
      limits: {},
    },
  ],
})

/** A catalog whose overage is shown but not billed, so that a plan is one item. */
export const unmetered = (catalog: Catalog): Catalog =>
  defineCatalog({
    ...catalog,
    plans: catalog.plans.map((plan) => ({
      ...plan,
      limits: Object.fromEntries(
        Object.entries(plan.limits).map(([meter, { meteredPrice: _, ...limit }]) => [meter, limit]),
      ),
    })),
  })
