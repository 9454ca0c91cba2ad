import type { DiscountParams } from '../catalog/discount-params'
import { redeemableCoupon, sharesOf } from '../catalog/discounts'
import { priceAmount } from '../catalog/price-amount'
import { invoiceLine, pricingOf } from '../invoices/lines'
import type { World } from '../world/world'

interface Ordered {
  items: { price: string; quantity: number }[]
  discounts: DiscountParams
  customer: string | null
  /** The currency that the buyer pays in, if it isn't the prices' own. */
  currency?: string
  free: boolean
}

/** The amounts due now. Metered prices are not due, nor recurring ones during a trial. */
export function sessionTotals(
  world: World,
  order: Ordered,
): { subtotal: number; discount: number; total: number } {
  const subtotal = order.items.reduce((sum, item) => {
    const price = world.store.prices.get(item.price)
    if (!price || price.recurring?.usage_type === 'metered') return sum
    if (order.free && price.recurring) return sum
    return sum + priceAmount(world, price, item.quantity, order.currency)
  }, 0)
  const discount = discountOf(world, order, subtotal)
  return { subtotal, discount, total: subtotal - discount }
}

function discountOf(world: World, order: Ordered, subtotal: number): number {
  if (subtotal === 0) return 0
  const lines = order.items.flatMap((item) => {
    const price = world.store.prices.get(item.price)
    if (!price || price.recurring?.usage_type === 'metered') return []
    const amount =
      order.free && price.recurring ? 0 : priceAmount(world, price, item.quantity, order.currency)
    const now = world.clock.seconds()
    return invoiceLine(world, {
      amount,
      currency: order.currency ?? price.currency,
      description: null,
      period: { start: now, end: now },
      pricing: pricingOf(price, price.unit_amount_decimal),
    })
  })
  let left = lines.map((line) => line.amount)
  for (const [i, given] of (order.discounts ?? []).entries()) {
    const coupon = redeemableCoupon(world, given, order.customer, `discounts[${i}]`)
    const shares = sharesOf(coupon, lines, left)
    left = left.map((amount, at) => amount - (shares[at] ?? 0))
  }
  return subtotal - left.reduce((sum, amount) => sum + amount, 0)
}
