import { addIntervals } from '../world/calendar'
import type { Coupon, Discount, Invoice, Subscription } from '../world/types'
import { change, create, emit, find, type World } from '../world/world'
import { couponOf } from './apply-discounts'
import type { DiscountParams } from './discount-params'
import { type Purchase, redeemableCoupon } from './redeemable'

/** What a discount belongs to. */
interface About {
  customer: string | null
  subscription?: string
  subscriptionItem?: string
  invoice?: string
  invoiceItem?: string
  checkout?: string
  /** True for a discount that is only quoted, which doesn't count as a redemption. */
  isQuoted?: boolean
  /** When the duration of a discount begins. The present if absent. */
  start?: number
  /** The parameter that holds the discounts. */
  path?: string
}

/** Redeems coupons and promotion codes. Each creates a discount. */
export function redeemDiscounts(
  world: World,
  given: DiscountParams | undefined,
  purchase: Purchase,
  about: About,
): string[] {
  return (given ?? []).map((each, i) => {
    const path = `${about.path ?? 'discounts'}[${i}]`
    if (each.discount)
      return find(world.store.discounts, 'discount', each.discount, `${path}[discount]`).id
    const coupon = redeemableCoupon(world, each, about.customer, purchase, path)
    return newDiscount(world, coupon, each.promotion_code ?? null, about).id
  })
}

/** Removes the `once` discounts of a subscription and its items when an invoice is finalized. */
export function endOnceDiscounts(world: World, invoice: Invoice): void {
  const ids = new Set([
    ...invoice.discounts,
    ...invoice.lines.data.flatMap((line) => line.discounts),
  ])
  for (const id of ids) {
    const discount = id ? world.store.discounts.get(id) : undefined
    if (!discount || couponOf(world, discount)?.duration !== 'once') continue
    endOnceDiscountOfCustomer(world, discount)
    if (!discount.subscription) continue
    const subscription = world.store.subscriptions.get(discount.subscription)
    if (!subscription || !discountsOf(subscription).includes(discount.id)) continue
    const without = (ids: (string | null)[]) => ids.filter((each) => each !== discount.id)
    const items = subscription.items.data.map((item) =>
      item.discounts.includes(discount.id)
        ? { ...item, discounts: without(item.discounts) as string[] }
        : item,
    )
    change(world, world.store.subscriptions, subscription, {
      discounts: without(subscription.discounts) as string[],
      items: { ...subscription.items, data: items },
    })
    emit(world, 'customer.discount.deleted', discount)
  }
}

function endOnceDiscountOfCustomer(world: World, discount: Discount): void {
  const customer = world.store.customers.get(discount.customer ?? '')
  if (customer?.discount?.id !== discount.id) return
  change(world, world.store.customers, customer, { discount: null })
  emit(world, 'customer.discount.deleted', discount)
}

/** Sends `customer.discount.deleted` for the discounts that a change removed. */
export function announceRemovedDiscounts(
  world: World,
  before: Subscription,
  after: Subscription,
): void {
  const kept = discountsOf(after)
  for (const id of discountsOf(before)) {
    const discount = world.store.discounts.get(id)
    if (discount && !kept.includes(id)) emit(world, 'customer.discount.deleted', discount)
  }
}

/** The discounts of a subscription and of its items. */
const discountsOf = ({ discounts, items }: Subscription): string[] =>
  [...discounts, ...items.data.flatMap((item) => item.discounts)].filter((id) => id !== null)

/** Creates a discount, and counts it as a redemption of its coupon and promotion code. */
export function newDiscount(
  world: World,
  { id }: Coupon,
  promotionCode: string | null,
  about: About,
): Discount {
  if (promotionCode && !about.isQuoted) {
    const code = find(world.store.promotionCodes, 'promotion code', promotionCode)
    world.store.promotionCodes.put({ ...code, times_redeemed: code.times_redeemed + 1 })
  }
  // A coupon that is named twice is counted twice.
  const coupon = find(world.store.coupons, 'coupon', id)
  const start = about.start ?? world.clock.seconds()
  const times_redeemed = coupon.times_redeemed + 1
  const used = coupon.max_redemptions !== null && times_redeemed >= coupon.max_redemptions
  if (!about.isQuoted) world.store.coupons.put({ ...coupon, times_redeemed, valid: !used })
  return create(
    world,
    world.store.discounts,
    {
      id: world.ids.next('di', 24),
      object: 'discount',
      checkout_session: about.checkout ?? null,
      customer: about.customer,
      customer_account: null,
      end:
        coupon.duration === 'repeating'
          ? addIntervals(start, 'month', coupon.duration_in_months ?? 0)
          : null,
      invoice: about.invoice ?? null,
      invoice_item: about.invoiceItem ?? null,
      promotion_code: promotionCode,
      source: { type: 'coupon', coupon: coupon.id },
      start,
      subscription: about.subscription ?? null,
      subscription_item: about.subscriptionItem ?? null,
    },
    about.subscription ? 'customer.discount.created' : undefined,
  )
}
