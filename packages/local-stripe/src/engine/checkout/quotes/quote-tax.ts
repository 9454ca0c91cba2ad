import { countryOf } from '../../tax/automatic-rate'
import { checkAutomaticTax } from '../../tax/automatic-tax'
import { taxRatesFrom } from '../../tax/rates-param'
import type { Taxation } from '../../tax/tax-lines'
import type { QuotedItem } from '../../world/records'
import type { Quote } from '../../world/types'
import type { World } from '../../world/world'
import type { QuoteUpdate } from './params'

type QuoteTax = Pick<Quote, 'automatic_tax' | 'default_tax_rates'>

export const NO_TAX: QuoteTax = {
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  default_tax_rates: [],
}

/** What a quote says about tax, after these parameters. */
export function withTax(
  world: World,
  before: QuoteTax,
  { automatic_tax, default_tax_rates }: QuoteUpdate,
  customer: string | null,
): QuoteTax {
  const kept = ratesOf(world, before)
  const enabled = automatic_tax?.enabled ?? before.automatic_tax.enabled
  const isLocated = countryOf(world.store.customers.get(customer ?? '')) !== null
  return {
    automatic_tax: enabled
      ? {
          enabled,
          liability: { type: 'self' },
          provider: 'stripe',
          status: isLocated ? 'complete' : 'requires_location_inputs',
        }
      : NO_TAX.automatic_tax,
    default_tax_rates: taxRatesFrom(world, default_tax_rates, 'default_tax_rates', kept).map(
      ({ id }) => id,
    ),
  }
}

export function taxationOf(world: World, tax: QuoteTax, customerId: string | null): Taxation {
  const customer = world.store.customers.get(customerId ?? '') ?? null
  const automatic = tax.automatic_tax.enabled && countryOf(customer) !== null
  return { customer, defaults: ratesOf(world, tax), automatic }
}

/** Refuses a quote whose automatic tax can't be calculated, or that has tax rates as well. */
export const checkQuoteTax = (world: World, quote: Quote, items: QuotedItem[]): void =>
  checkAutomaticTax(quote.automatic_tax.enabled, world.store.customers.get(quote.customer ?? ''), {
    default_tax_rates: ratesOf(world, quote),
    items: items.map(({ taxRates = [] }) =>
      taxRates.flatMap((id) => world.store.taxRates.get(id) ?? []),
    ),
  })

const ratesOf = (world: World, { default_tax_rates }: QuoteTax) =>
  (default_tax_rates ?? []).flatMap((id) => world.store.taxRates.get(id) ?? [])
