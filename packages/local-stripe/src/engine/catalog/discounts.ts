import { addIntervals } from '../world/calendar'
import { invalid, missing } from '../world/errors'
import { share } from '../world/money'
import type { Coupon, Discount, InvoiceLine } from '../world/types'
import { change, create, emit, find, type World } from '../world/world'
import type { DiscountParams } from './discount-params'

interface About {
  customer: string | null
  subscription?: string
  invoice?: string
  checkout?: string
}

/** Redeems coupons and promotion codes. Each creates a discount. */
export function redeemDiscounts(world: World, given: DiscountParams, about: About): string[] {
  return (given ?? []).map((each, i) => {
    if (each.discount)
      return find(world.store.discounts, 'discount', each.discount, `discounts[${i}][discount]`).id
    const coupon = redeemableCoupon(world, each, about.customer, `discounts[${i}]`)
    if (each.promotion_code) {
      const code = find(world.store.promotionCodes, 'promotion code', each.promotion_code)
      world.store.promotionCodes.put({ ...code, times_redeemed: code.times_redeemed + 1 })
    }
    return redeem(world, coupon, each.promotion_code ?? null, about).id
  })
}

/** Returns the coupon of these parameters, or throws if this customer can't redeem it now. */
export function redeemableCoupon(
  world: World,
  given: { coupon?: string; promotion_code?: string },
  customer: string | null,
  path: string,
): Coupon {
  const now = world.clock.seconds()
  let couponId = given.coupon
  if (given.promotion_code) {
    const param = `${path}[promotion_code]`
    const code = find(world.store.promotionCodes, 'promotion code', given.promotion_code, param)
    const used = code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions
    const late = code.expires_at !== null && code.expires_at <= now
    const others = code.customer !== null && code.customer !== customer
    const again = code.restrictions.first_time_transaction && customer && hasPaid(world, customer)
    if (!code.active || used || late || others || again) {
      throw invalid(
        'This promotion code cannot be redeemed.',
        param,
        'promotion_code_invalid' as never,
      )
    }
    couponId = code.promotion.coupon ?? undefined
  }
  const coupon = couponId ? world.store.coupons.get(couponId) : undefined
  if (!coupon) throw missing('coupon', couponId ?? '', `${path}[coupon]`)
  const late = coupon.redeem_by !== null && coupon.redeem_by <= now
  const used = coupon.max_redemptions !== null && coupon.times_redeemed >= coupon.max_redemptions
  if (!coupon.valid || late || used) {
    throw invalid(
      `Coupon ${coupon.id} is used up or no longer valid.`,
      `${path}[coupon]`,
      'coupon_expired',
    )
  }
  return coupon
}

/**
 * Applies discounts to the lines in order, each to what the one before left. Credit lines are not
 * discounted: they already contain the discount.
 */
export function applyDiscounts(
  world: World,
  discounts: (string | null)[],
  lines: InvoiceLine[],
): { lines: InvoiceLine[]; totals: { amount: number; discount: string }[] } {
  const left = lines.map((line) => line.amount)
  const taken = lines.map(() => [] as { amount: number; discount: string }[])
  const totals: { amount: number; discount: string }[] = []
  for (const id of discounts) {
    const discount = id ? world.store.discounts.get(id) : undefined
    const coupon = discount && world.store.coupons.get(discount.source.coupon ?? '')
    if (!discount || !coupon || !isRunning(world, discount)) continue
    const shares = sharesOf(coupon, lines, left)
    let total = 0
    for (const [i, amount] of shares.entries()) {
      if (amount === 0) continue
      taken[i]?.push({ amount, discount: discount.id })
      left[i] = (left[i] ?? 0) - amount
      total += amount
    }
    totals.push({ amount: total, discount: discount.id })
  }
  return {
    lines: lines.map((line, i) => ({
      ...line,
      discount_amounts: taken[i] ?? [],
      discounts: (taken[i] ?? []).map((each) => each.discount),
      pretax_credit_amounts: (taken[i] ?? []).map((each) => ({
        ...each,
        type: 'discount' as const,
      })),
    })),
    totals,
  }
}

/** Removes `once` discounts from the subscription when its invoice is finalized. */
export function endOnceDiscounts(
  world: World,
  invoice: { discounts: (string | null)[]; parent: unknown },
): void {
  for (const id of invoice.discounts) {
    const discount = id ? world.store.discounts.get(id) : undefined
    const coupon = discount && world.store.coupons.get(discount.source.coupon ?? '')
    if (!discount?.subscription || coupon?.duration !== 'once') continue
    const subscription = world.store.subscriptions.get(discount.subscription)
    if (!subscription?.discounts.includes(discount.id)) continue
    change(world, world.store.subscriptions, subscription, {
      discounts: subscription.discounts.filter((each) => each !== discount.id),
    })
    emit(world, 'customer.discount.deleted', discount)
  }
}

/**
 * What a coupon takes off each line. A fixed amount is split in proportion, without rounding loss.
 */
export function sharesOf(coupon: Coupon, lines: InvoiceLine[], left: number[]): number[] {
  const applies = lines.map((line, i) => {
    const product = line.pricing?.price_details?.product
    const named = coupon.applies_to?.products
    const included = !named || (product !== undefined && named.includes(product))
    return line.discountable && included ? Math.max(0, left[i] ?? 0) : 0
  })
  const whole = applies.reduce((sum, amount) => sum + amount, 0)
  if (whole === 0) return applies
  if (coupon.percent_off !== null) {
    const basis = Math.round(coupon.percent_off * 100)
    return applies.map((amount) => share(amount, basis, 10_000))
  }
  let rest = Math.min(coupon.amount_off ?? 0, whole)
  let before = whole
  return applies.map((amount) => {
    const part = before === 0 ? 0 : share(rest, amount, before)
    rest -= part
    before -= amount
    return part
  })
}

function redeem(
  world: World,
  coupon: Coupon,
  promotionCode: string | null,
  about: About,
): Discount {
  const now = world.clock.seconds()
  const times_redeemed = coupon.times_redeemed + 1
  const used = coupon.max_redemptions !== null && times_redeemed >= coupon.max_redemptions
  world.store.coupons.put({ ...coupon, times_redeemed, valid: !used })
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
          ? addIntervals(now, 'month', coupon.duration_in_months ?? 0)
          : null,
      invoice: about.invoice ?? null,
      invoice_item: null,
      promotion_code: promotionCode,
      source: { type: 'coupon', coupon: coupon.id },
      start: now,
      subscription: about.subscription ?? null,
      subscription_item: null,
    },
    about.subscription ? 'customer.discount.created' : undefined,
  )
}

const isRunning = (world: World, discount: Discount) =>
  discount.end === null || discount.end > world.clock.seconds()

const hasPaid = (world: World, customer: string) =>
  world.store.invoices
    .where('customer', customer)
    .some((invoice) => invoice.status === 'paid' && invoice.amount_paid > 0)
