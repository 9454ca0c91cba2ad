import { share } from '../world/money'
import type { InvoiceLine, TaxRate } from '../world/types'

export type LineTax = NonNullable<InvoiceLine['taxes']>[number]
export type TaxReason = LineTax['taxability_reason']
type Rate = Pick<TaxRate, 'id' | 'percentage' | 'inclusive'>

/**
 * The taxes on an amount after discounts, one for each rate. Each is rounded once, to the nearest
 * smallest unit, halves away from zero: so a credit has the tax of its charge, negated.
 *
 * An inclusive tax is a part of the amount. An exclusive one comes on top of the amount without
 * the inclusive taxes.
 */
export function taxesOn(amount: number, rates: Rate[], reason: TaxReason): LineTax[] {
  const included = rates.filter((rate) => rate.inclusive)
  const whole = included.reduce((sum, rate) => sum + basisOf(rate), WHOLE)
  const inside = included.reduce((sum, rate) => sum + share(amount, basisOf(rate), whole), 0)
  const taxable = amount - inside
  return rates.map((rate) => ({
    amount: rate.inclusive
      ? share(amount, basisOf(rate), whole)
      : share(taxable, basisOf(rate), WHOLE),
    tax_behavior: rate.inclusive ? ('inclusive' as const) : ('exclusive' as const),
    tax_rate_details: { tax_rate: rate.id },
    taxability_reason: reason,
    taxable_amount: taxable,
    type: 'tax_rate_details' as const,
  }))
}

/** Percentages have up to four decimal places. */
const basisOf = ({ percentage }: Rate) => Math.round(percentage * 10_000)
const WHOLE = 1_000_000

/** The tax that comes on top of the amounts. */
export const exclusiveOf = (taxes: LineTax[]): number =>
  sumOf(taxes.filter((tax) => tax.tax_behavior === 'exclusive'))

/** The tax that is in the amounts. */
export const inclusiveOf = (taxes: LineTax[]): number =>
  sumOf(taxes.filter((tax) => tax.tax_behavior === 'inclusive'))

/** Adds up the taxes of several lines: one entry for each rate and reason. */
export function totalTaxes(taxes: LineTax[]): LineTax[] {
  const totals = new Map<string, LineTax>()
  for (const tax of taxes) {
    const key = `${tax.tax_rate_details?.tax_rate} ${tax.taxability_reason}`
    const before = totals.get(key)
    totals.set(key, {
      ...tax,
      amount: tax.amount + (before?.amount ?? 0),
      taxable_amount: (tax.taxable_amount ?? 0) + (before?.taxable_amount ?? 0),
    })
  }
  return [...totals.values()]
}

const sumOf = (taxes: LineTax[]) => taxes.reduce((sum, tax) => sum + tax.amount, 0)
