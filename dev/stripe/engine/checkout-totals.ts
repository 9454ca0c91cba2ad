import type { DiscountsGiven } from './discounts-given'
import { priceAmount } from './price-maths'
import type { World } from './world'

/** What a session asks for now: nothing for what is metered, nothing recurring during a trial. */
export function sessionTotals(
  world: World,
  order: {
    items: { price: string; quantity: number }[]
    discounts: DiscountsGiven
    customer: string | null
    free: boolean
  },
): { subtotal: number; discount: number; total: number } {
  const subtotal = order.items.reduce((sum, item) => {
    const price = world.store.prices.get(item.price)
    if (!price || price.recurring?.usage_type === 'metered') return sum
    if (order.free && price.recurring) return sum
    return sum + priceAmount(world, price, item.quantity)
  }, 0)
  const discount = 0
  return { subtotal, discount, total: subtotal - discount }
}
