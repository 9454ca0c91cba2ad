import { customerOf, updateCustomer } from '../customers/customers'
import { countryOf } from '../tax/automatic-rate'
import { taxRatesFrom } from '../tax/rates-param'
import type { Taxation } from '../tax/tax-lines'
import { withRates } from '../tax/tax-lines'
import { invalid } from '../world/errors'
import type { Buyer, CheckoutTax, PendingCheckout } from '../world/records'
import type { CheckoutSession } from '../world/types'
import type { World } from '../world/world'

interface TaxParams {
  automatic_tax?: { enabled: boolean }
  customer?: string
  customer_update?: { address?: 'auto' | 'never' }
  line_items?: { tax_rates?: string[] | null; dynamic_tax_rates?: string[] | null }[]
}

/** What a session's parameters say about tax. Null if they say nothing. */
export function checkoutTax(world: World, params: TaxParams): CheckoutTax | null {
  const lines = params.line_items ?? []
  const automatic = params.automatic_tax?.enabled ?? false
  for (const [i, { tax_rates, dynamic_tax_rates }] of lines.entries()) {
    const path = `line_items[${i}]`
    if (tax_rates && dynamic_tax_rates) {
      throw invalid(
        'You may only specify one of these parameters: tax_rates, dynamic_tax_rates.',
        `${path}[dynamic_tax_rates]`,
      )
    }
    if (automatic && (tax_rates || dynamic_tax_rates)) {
      throw invalid('You cannot set `tax_rates` if automatic tax is enabled.', `${path}[tax_rates]`)
    }
    taxRatesFrom(world, tax_rates, `${path}[tax_rates]`)
    taxRatesFrom(world, dynamic_tax_rates, `${path}[dynamic_tax_rates]`)
  }
  const items = lines.map((line) => ({
    rates: line.tax_rates ?? [],
    dynamicRates: line.dynamic_tax_rates ?? [],
  }))
  const named = items.some(({ rates, dynamicRates }) => rates.length + dynamicRates.length > 0)
  if (!automatic && !named) return null
  const savesAddress = params.customer_update?.address === 'auto' || !params.customer
  return { automatic, items, savesAddress, country: null }
}

/** The tax rates of an item, as parameters. Dynamic ones are those of the buyer's country. */
export const itemTaxRates = (world: World, { tax }: PendingCheckout, at: number): string[] => {
  const { rates = [], dynamicRates = [] } = tax?.items[at] ?? {}
  const applicable = dynamicRates.filter(
    (id) => tax?.country && world.store.taxRates.get(id)?.country === tax.country,
  )
  return [...rates, ...applicable]
}

/** The same as the `taxes` of a line that isn't calculated yet. */
export const itemTaxes = (world: World, order: PendingCheckout, at: number) =>
  withRates(itemTaxRates(world, order, at).flatMap((id) => world.store.taxRates.get(id) ?? []))

/** Whether automatic tax can be calculated: it needs to know where the buyer is. */
export const isTaxLocated = (world: World, { tax }: PendingCheckout, customer: string | null) =>
  Boolean(tax?.automatic) && countryOf(buyerOf(world, tax, customer)) !== null

export const taxationOf = (
  world: World,
  order: PendingCheckout,
  customer: string | null,
): Taxation => ({
  customer: buyerOf(world, order.tax, customer),
  defaults: [],
  automatic: isTaxLocated(world, order, customer),
})

export const sessionTax = (
  tax: CheckoutTax | null,
  isLocated: boolean,
): CheckoutSession['automatic_tax'] =>
  tax?.automatic
    ? {
        enabled: true,
        liability: { type: 'self' },
        provider: 'stripe',
        status: isLocated ? 'complete' : 'requires_location_inputs',
      }
    : { enabled: false, liability: null, provider: null, status: null }

/** Saves the country that automatic tax was calculated for, as the address of the customer. */
export function saveTaxAddress(
  world: World,
  { tax }: PendingCheckout,
  customer: string | null,
  { postalCode }: Buyer = {},
): void {
  if (!customer || !tax?.automatic || !tax.country || !tax.savesAddress) return
  if (countryOf(customerOf(world, customer)) === tax.country) return
  updateCustomer(world, customer, { address: addressIn(tax.country, postalCode) })
}

/** The customer as automatic tax will see it. */
function buyerOf(
  world: World,
  tax: CheckoutTax | null | undefined,
  id: string | null,
): Taxation['customer'] {
  const customer = id ? customerOf(world, id) : null
  if (!tax?.country || !tax.savesAddress) return customer
  return {
    shipping: null,
    tax_exempt: 'none',
    ...customer,
    address: addressIn(tax.country),
  }
}

const addressIn = (country: string, postalCode?: string) => ({
  city: null,
  country,
  line1: null,
  line2: null,
  postal_code: postalCode ?? null,
  state: null,
})
