import { share } from '../world/money'
import type { Coupon, Discount, InvoiceLine } from '../world/types'
import type { World } from '../world/world'

export interface AppliedDiscounts {
  lines: InvoiceLine[]
  /** What each discount takes off all lines together. */
  totals: { amount: number; discount: string }[]
}

/**
 * Applies discounts to the lines in order, each to what the one before left: first the discounts of
 * the lines themselves, then those of the invoice. A discount that several lines share, such as the
 * tiers of one item, is applied to them together. Prorations are not discounted: they already
 * contain the discount.
 */
export function applyDiscounts(
  world: World,
  discounts: (string | null)[],
  lines: InvoiceLine[],
): AppliedDiscounts {
  const left = lines.map((line) => line.amount)
  const taken = lines.map(() => [] as { amount: number; discount: string }[])
  const totals: { amount: number; discount: string }[] = []
  const own = [...new Set(lines.flatMap((line) => line.discounts))]
  for (const id of own) apply(id, (line) => line.discounts.includes(id))
  for (const id of discounts) apply(id, () => true)
  return {
    lines: lines.map((line, i) => ({
      ...line,
      discount_amounts: taken[i] ?? [],
      pretax_credit_amounts: (taken[i] ?? []).map((each) => ({
        ...each,
        type: 'discount' as const,
      })),
    })),
    totals,
  }

  function apply(id: string | null, includes: (line: InvoiceLine) => boolean): void {
    const discount = id ? world.store.discounts.get(id) : undefined
    const coupon = discount && couponOf(world, discount)
    if (!discount || !coupon || !isRunning(world, discount)) return
    const shares = sharesOf(coupon, lines, lines.map(includes).map(leftIf))
    let total = 0
    for (const [i, amount] of shares.entries()) {
      if (amount === 0) continue
      taken[i]?.push({ amount, discount: discount.id })
      left[i] = (left[i] ?? 0) - amount
      total += amount
    }
    totals.push({ amount: total, discount: discount.id })
  }

  function leftIf(included: boolean, i: number): number {
    return included ? (left[i] ?? 0) : 0
  }
}

/**
 * What a coupon takes off each line. A fixed amount is split in proportion, without rounding loss.
 */
export function sharesOf(coupon: Coupon, lines: InvoiceLine[], left: number[]): number[] {
  const applies = lines.map((line, i) => {
    const included = appliesTo(coupon, line.pricing?.price_details?.product)
    return line.discountable && included ? Math.max(0, left[i] ?? 0) : 0
  })
  const whole = applies.reduce((sum, amount) => sum + amount, 0)
  if (whole === 0) return applies
  if (coupon.percent_off !== null) {
    const basis = Math.round(coupon.percent_off * 100)
    return applies.map((amount) => share(amount, basis, 10_000))
  }
  let rest = Math.min(amountOff(coupon, lines[0]?.currency ?? '') ?? 0, whole)
  let before = whole
  return applies.map((amount) => {
    const part = before === 0 ? 0 : share(rest, amount, before)
    rest -= part
    before -= amount
    return part
  })
}

/** Whether a coupon may discount a product. Without `applies_to` it discounts everything. */
export function appliesTo(coupon: Coupon, product: string | undefined): boolean {
  const named = coupon.applies_to?.products
  return !named || (product !== undefined && named.includes(product))
}

/** The fixed amount that a coupon takes off in a currency. Null if it has none for it. */
export const amountOff = (coupon: Coupon, currency: string): number | null =>
  coupon.currency === currency
    ? coupon.amount_off
    : (coupon.currency_options?.[currency]?.amount_off ?? null)

export const couponOf = (world: World, { source }: Discount): Coupon | undefined =>
  world.store.coupons.get(source.coupon ?? '')

const isRunning = (world: World, discount: Discount) =>
  discount.end === null || discount.end > world.clock.seconds()
