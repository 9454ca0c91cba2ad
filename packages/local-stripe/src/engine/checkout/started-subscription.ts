import type { SubscriptionCreate } from '../subscriptions/create-params'
import type { PendingCheckout } from '../world/records'
import type { World } from '../world/world'

/** The parameters of the subscription that an order starts. */
export function startedSubscription(
  world: World,
  { items, subscriptionData, discounts }: PendingCheckout,
  { customer, currency }: { customer: string; currency: string | null },
): SubscriptionCreate {
  const { description, ...terms } = subscriptionData ?? {}
  const bought = items.filter(({ quantity }) => quantity > 0)
  const recurring = (price: string) => world.store.prices.get(price)?.recurring
  return {
    ...terms,
    ...(description && { description }),
    customer,
    currency: currency ?? undefined,
    items: bought.flatMap(({ price, quantity }) => {
      const terms = recurring(price)
      if (!terms) return []
      return [{ price, ...(terms.usage_type !== 'metered' && { quantity }) }]
    }),
    add_invoice_items: bought.flatMap(({ price, quantity }) =>
      recurring(price) ? [] : [{ price, quantity }],
    ),
    discounts: discounts ?? undefined,
  }
}
