import { invalid } from '../world/errors'
import { share } from '../world/money'
import { emptyable, hash, integer, many, text } from '../world/params'
import type { InvoiceLine, TaxRate } from '../world/types'
import { find, type World } from '../world/world'
import { type TaxRatesParam, taxRatesFrom } from './rates-param'
import { type LineTax, taxesOn } from './taxes-on'

export const TaxAmountsParam = emptyable(
  many(hash({ amount: integer, tax_rate: text, taxable_amount: integer })),
).optional()

interface Given {
  tax_rates?: TaxRatesParam
  tax_amounts?: { amount: number; tax_rate: string; taxable_amount: number }[] | null
}

/**
 * Returns the tax rates and the taxes of a credit note's line: those in the parameters, or its share
 * of the taxes on the invoice line that it credits. `off` is what discounts take off the line.
 */
export function creditedTaxes(
  world: World,
  given: Given,
  { amount, off }: { amount: number; off: number },
  original: InvoiceLine | undefined,
  path: string,
): { tax_rates: TaxRate[]; taxes: LineTax[] } {
  if (given.tax_rates && given.tax_amounts) {
    throw invalid(
      'You may only specify one of these parameters: tax_rates, tax_amounts.',
      `${path}[tax_amounts]`,
    )
  }
  if (given.tax_rates) {
    const tax_rates = taxRatesFrom(world, given.tax_rates, `${path}[tax_rates]`)
    return { tax_rates, taxes: taxesOn(amount - off, tax_rates, 'not_available') }
  }
  if (given.tax_amounts) {
    const taxes = given.tax_amounts.map((tax, i) => {
      const param = `${path}[tax_amounts][${i}][tax_rate]`
      const rate = find(world.store.taxRates, 'tax rate', tax.tax_rate, param)
      const [named] = taxesOn(0, [rate], 'not_available')
      if (!named) throw new Error('one tax for each rate')
      return { ...named, amount: tax.amount, taxable_amount: tax.taxable_amount }
    })
    return { tax_rates: [], taxes }
  }
  const part = (charged: number) => partOf(charged, amount, original)
  const taxes = (original?.taxes ?? []).map((tax) => ({
    ...tax,
    amount: part(tax.amount),
    taxable_amount: part(tax.taxable_amount ?? 0),
  }))
  return { tax_rates: [], taxes }
}

/** What a line credits of each discount of the invoice line. */
export const creditedDiscounts = (amount: number, original: InvoiceLine | undefined) =>
  (original?.discount_amounts ?? []).map((each) => ({
    discount: each.discount,
    amount: partOf(each.amount, amount, original),
  }))

const partOf = (charged: number, amount: number, original: InvoiceLine | undefined): number =>
  original && original.amount !== 0 ? share(charged, amount, original.amount) : 0
