import { previousAttributes } from '../world/previous-attributes'
import type { Customer, Discount } from '../world/types'
import { change, emit, find, type World } from '../world/world'
import { newDiscount } from './discounts'
import { redeemableCoupon } from './redeemable'

/** The coupon or promotion code of a customer, which only older API versions have. */
export interface CustomerDiscountParams {
  coupon?: string | null
  promotion_code?: string | null
}

/** Sets, switches or removes the discount of a customer, and sends the event about it. */
export function setCustomerDiscount(
  world: World,
  customerId: string,
  { coupon, promotion_code }: CustomerDiscountParams,
): void {
  if (coupon === undefined && promotion_code === undefined) return
  const customer = find(world.store.customers, 'customer', customerId)
  const given = { ...(coupon && { coupon }), ...(promotion_code && { promotion_code }) }
  const discount = coupon || promotion_code ? redeemForCustomer(world, customer, given) : null
  const before = customer.discount
  change(world, world.store.customers, customer, { discount })
  if (discount && before) {
    emit(world, 'customer.discount.updated', discount, previousAttributes(before, discount))
  } else if (discount) emit(world, 'customer.discount.created', discount)
  else if (before) emit(world, 'customer.discount.deleted', before)
}

/** The discounts of a subscription, or that of its customer if it has none of its own. */
export function discountsFor<Id extends string | null>(
  world: World,
  { customer, discounts }: { customer: string; discounts: Id[] },
): (Id | string)[] {
  return discounts.length > 0 ? discounts : discountsOfCustomer(world, customer)
}

export function discountsOfCustomer(world: World, customerId: string): string[] {
  const discount = world.store.customers.get(customerId)?.discount
  return discount ? [discount.id] : []
}

function redeemForCustomer(
  world: World,
  { id, currency }: Customer,
  given: { coupon?: string; promotion_code?: string },
): Discount {
  const named = world.store.coupons.get(given.coupon ?? '')
  // What the customer will buy is not known yet.
  const purchase = {
    currency: currency ?? named?.currency ?? 'usd',
    amount: Number.POSITIVE_INFINITY,
  }
  const coupon = redeemableCoupon(world, given, id, purchase, 'customer')
  return newDiscount(world, coupon, given.promotion_code ?? null, { customer: id })
}
