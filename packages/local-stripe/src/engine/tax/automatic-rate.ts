import type { Customer, InvoiceLine, TaxRate } from '../world/types'
import type { World } from '../world/world'
import { countryTax } from './country-taxes'
import { newTaxRate } from './tax-rates'
import type { TaxReason } from './taxes-on'

/** Where automatic tax sees a customer. Null without an address. */
export const countryOf = (
  customer: Pick<Customer, 'address' | 'shipping'> | null | undefined,
): string | null => customer?.shipping?.address?.country ?? customer?.address?.country ?? null

/** The rate that automatic tax applies to a line, and why. */
export function automaticRate(
  world: World,
  country: string,
  line: InvoiceLine,
): { rate: TaxRate; reason: TaxReason } {
  const { behavior, code } = termsOf(world, line)
  const inclusive = behavior === 'inclusive'
  const tax = countryTax(world, country)
  if (!tax) return { rate: rateFor(world, country, 0, inclusive), reason: 'not_collecting' }
  if (code === NONTAXABLE) {
    return { rate: rateFor(world, country, 0, inclusive), reason: 'product_exempt' }
  }
  const reduced = code ? tax.taxCodes?.[code] : undefined
  const percentage = reduced ?? tax.percentage
  const reason =
    percentage === 0 ? 'zero_rated' : reduced === undefined ? 'standard_rated' : 'reduced_rated'
  return { rate: rateFor(world, country, percentage, inclusive), reason }
}

/** Whether a rate was made by automatic tax. */
export const isAutomatic = (world: World, rate: { id: string }): boolean =>
  world.store.automaticRates.get(rate.id) !== undefined

/** What the price and the product of a line say about tax. */
function termsOf(world: World, line: InvoiceLine): { behavior: string; code: string | null } {
  const { price, product } = line.pricing?.price_details ?? {}
  const item = world.store.itemTaxTerms.get(line.parent?.invoice_item_details?.invoice_item ?? '')
  const own = world.store.prices.get(price ?? '')?.tax_behavior
  const priced = own === 'unspecified' ? null : own
  return {
    behavior: item?.behavior ?? priced ?? world.settings.taxBehavior,
    code: item?.code ?? world.store.products.get(product ?? '')?.tax_code ?? null,
  }
}

function rateFor(world: World, country: string, percentage: number, inclusive: boolean): TaxRate {
  const { displayName = 'Tax', taxType } = countryTax(world, country) ?? {}
  const key = `${country} ${percentage} ${inclusive} ${displayName} ${taxType}`
  const known = world.store.automaticRates.where('key', key)[0]
  const before = known && world.store.taxRates.get(known.id)
  if (before) return before
  const rate = newTaxRate(world, {
    active: false,
    country,
    display_name: displayName,
    inclusive,
    jurisdiction: country,
    percentage,
    tax_type: taxType,
  })
  world.store.automaticRates.put({ id: rate.id, object: 'automatic_rate', key })
  return world.store.taxRates.put({ ...rate, jurisdiction_level: 'country' })
}

/** Stripe's tax code for products on which no tax is charged anywhere. */
const NONTAXABLE = 'txcd_00000000'
