import { fromFixedPoint, productToMinor, roundToMinor, toFixedPoint } from '../world/money'
import type { Price } from '../world/types'
import type { World } from '../world/world'

/** A part of the price of a quantity: the whole, or one tier of a graduated price. */
export interface PricedPart {
  amount: number
  /** A decimal: usage can have fractions. */
  quantity: string
  unitAmountDecimal: string
  /** The tier of a tiered price, from 0. */
  tier?: number
  /** True for the flat fee of a tier. */
  flat?: true
}

/**
 * The price of a quantity: one part per tier of a graduated price, otherwise a single part. Usage is
 * a decimal.
 */
export function priceParts(
  world: World,
  price: Price,
  quantity: number | string,
  currency = price.currency,
): PricedPart[] {
  const many = toFixedPoint(String(quantity))
  if (price.billing_scheme === 'tiered') return tieredParts(world, price, many, currency)
  const option = optionOf(world, price, currency)
  const unit = (option ?? price).unit_amount_decimal ?? '0'
  return [
    {
      amount: productToMinor(toFixedPoint(unit), transformed(price, many)),
      quantity: fromFixedPoint(many),
      unitAmountDecimal: unit,
    },
  ]
}

export const priceAmount = (
  world: World,
  price: Price,
  quantity: number | string,
  currency = price.currency,
): number =>
  priceParts(world, price, quantity, currency).reduce((sum, part) => sum + part.amount, 0)

/** Whether a price can be paid in a currency: its own, or one of its `currency_options`. */
export const hasCurrency = (world: World, price: Price, currency: string): boolean =>
  price.currency === currency || optionOf(world, price, currency) !== undefined

const optionOf = (world: World, price: Price, currency: string) =>
  price.currency === currency
    ? undefined
    : world.store.priceDetails.get(price.id)?.currency_options[currency]

function tieredParts(world: World, price: Price, quantity: bigint, currency: string): PricedPart[] {
  const own = world.store.priceDetails.get(price.id)?.tiers
  const tiers = optionOf(world, price, currency)?.tiers ?? own ?? []
  if (price.tiers_mode === 'volume') {
    const index = tiers.findIndex((tier) => tier.up_to === null || quantity <= whole(tier.up_to))
    const tier = tiers[index]
    return tier ? stepParts(tier, index, quantity) : []
  }
  const parts: PricedPart[] = []
  let from = 0n
  for (const [index, tier] of tiers.entries()) {
    const upTo = tier.up_to === null ? quantity : whole(tier.up_to)
    const most = quantity < upTo ? quantity : upTo
    const inside = most > from ? most - from : 0n
    // The first tier is charged even without usage: its flat fee is a base fee.
    if (index > 0 && inside === 0n) break
    parts.push(...stepParts(tier, index, inside))
    from = upTo
  }
  return parts
}

function stepParts(
  tier: NonNullable<Price['tiers']>[number],
  index: number,
  quantity: bigint,
): PricedPart[] {
  const unit = tier.unit_amount_decimal ?? '0'
  const parts: PricedPart[] = [
    {
      amount: productToMinor(toFixedPoint(unit), quantity),
      quantity: fromFixedPoint(quantity),
      unitAmountDecimal: unit,
      tier: index,
    },
  ]
  const flat = tier.flat_amount_decimal
  if (flat && toFixedPoint(flat) !== 0n) {
    parts.push({
      amount: roundToMinor(toFixedPoint(flat)),
      quantity: '0',
      unitAmountDecimal: fromFixedPoint(toFixedPoint(flat)),
      tier: index,
      flat: true,
    })
  }
  return parts
}

/** The packages that a quantity fills, for a price by the package. */
function transformed(price: Price, quantity: bigint): bigint {
  if (!price.transform_quantity) return quantity
  const { divide_by, round } = price.transform_quantity
  const size = whole(divide_by)
  const packages = round === 'up' ? (quantity + size - 1n) / size : quantity / size
  return whole(Number(packages))
}

const whole = (units: number): bigint => toFixedPoint(String(units))
