import { appliesTo, sharesOf } from '../catalog/apply-discounts'
import type { DiscountParams } from '../catalog/discount-params'
import { priceAmount } from '../catalog/price-amount'
import { type Purchase, redeemableCoupon } from '../catalog/redeemable'
import { invoiceLine, pricingOf } from '../invoices/lines'
import { invalid } from '../world/errors'
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
  checkDiscounts(world, order)
  const discount = discountOf(world, order, subtotal)
  return { subtotal, discount, total: subtotal - discount }
}

/** Refuses a discount that the buyer can't redeem, or that nothing in the order is included in. */
function checkDiscounts(world: World, order: Ordered): void {
  const prices = order.items.flatMap(({ price: id, quantity }) => {
    const price = world.store.prices.get(id)
    return price ? [{ price, quantity }] : []
  })
  const purchase = purchaseOf(world, order)
  for (const [i, given] of (order.discounts ?? []).entries()) {
    const path = `discounts[${i}]`
    const coupon = redeemableCoupon(world, given, order.customer, purchase, path)
    if (prices.some(({ price }) => appliesTo(coupon, price.product))) continue
    throw invalid(
      `The coupon \`${coupon.id}\` cannot be redeemed because it does not apply to anything in this order.`,
      `${path}[${given.promotion_code ? 'promotion_code' : 'coupon'}]`,
      'coupon_applies_to_nothing',
    )
  }
}

/** The regular price of an order, also if it starts with a trial. */
function purchaseOf(world: World, order: Ordered): Purchase {
  const currency = order.currency ?? world.store.prices.get(order.items[0]?.price ?? '')?.currency
  const amounts = order.items.map((item) => {
    const price = world.store.prices.get(item.price)
    const metered = price?.recurring?.usage_type === 'metered'
    return price && !metered ? priceAmount(world, price, item.quantity, currency) : 0
  })
  return { currency: currency ?? 'usd', amount: amounts.reduce((sum, each) => sum + each, 0) }
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
    const coupon = redeemableCoupon(
      world,
      given,
      order.customer,
      purchaseOf(world, order),
      `discounts[${i}]`,
    )
    const shares = sharesOf(coupon, lines, left)
    left = left.map((amount, at) => amount - (shares[at] ?? 0))
  }
  return subtotal - left.reduce((sum, amount) => sum + amount, 0)
}
