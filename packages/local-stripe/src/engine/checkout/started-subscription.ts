import type { SubscriptionCreate } from '../subscriptions/create-params'
import type { PendingCheckout } from '../world/records'
import type { World } from '../world/world'
import { isTaxLocated, itemTaxRates } from './checkout-tax'

/** The parameters of the subscription that an order starts. */
export function startedSubscription(
  world: World,
  order: PendingCheckout,
  { customer, currency }: { customer: string; currency: string | null },
): SubscriptionCreate {
  const { items, subscriptionData, discounts } = order
  const { description, ...terms } = subscriptionData ?? {}
  const bought = items
    .map((item, i) => ({ ...item, tax_rates: itemTaxRates(world, order, i) }))
    .filter(({ quantity }) => quantity > 0)
  const recurring = (price: string) => world.store.prices.get(price)?.recurring
  return {
    ...terms,
    ...(description && { description }),
    customer,
    currency: currency ?? undefined,
    items: bought.flatMap(({ price, quantity, tax_rates }) => {
      const terms = recurring(price)
      if (!terms) return []
      return [{ price, tax_rates, ...(terms.usage_type !== 'metered' && { quantity }) }]
    }),
    add_invoice_items: bought.flatMap(({ price, quantity, tax_rates }) =>
      recurring(price) ? [] : [{ price, quantity, tax_rates }],
    ),
    discounts: discounts ?? undefined,
    ...(isTaxLocated(world, order, customer) && { automatic_tax: { enabled: true } }),
  }
}
