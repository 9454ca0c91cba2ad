import { invalid } from '../world/errors'
import { flag, hash, notSupportedUnless, oneOf } from '../world/params'
import type { Customer, Invoice, Subscription, TaxRate } from '../world/types'
import type { World } from '../world/world'
import { countryOf } from './automatic-rate'
import { countryTax } from './country-taxes'

/** The account itself is liable: there is no Connect. */
export const AutomaticTaxParam = hash({
  enabled: flag,
  liability: notSupportedUnless(hash({ type: oneOf('self') })),
}).optional()
export type AutomaticTaxParam = { enabled: boolean } | undefined

export const subscriptionTax = (enabled: boolean): Subscription['automatic_tax'] => ({
  disabled_reason: null,
  enabled,
  liability: enabled ? { type: 'self' } : null,
})

/** The status of an invoice or a quote is set when its taxes are calculated. */
export const invoiceTax = (enabled: boolean): Invoice['automatic_tax'] => ({
  disabled_reason: null,
  enabled,
  liability: enabled ? { type: 'self' } : null,
  provider: enabled ? 'stripe' : null,
  status: null,
})

/** The `tax` of a customer, which is shown only when expanded. */
export function customerTax(world: World, customer: Customer | undefined): Customer['tax'] {
  const country = countryOf(customer)
  return {
    automatic_tax: !country
      ? 'unrecognized_location'
      : countryTax(world, country)
        ? 'supported'
        : 'not_collecting',
    ip_address: null,
    location: country ? { country, source: 'billing_address', state: null } : null,
    provider: 'stripe',
  }
}

/** Refuses automatic tax for a customer without an address, and together with tax rates. */
export function checkAutomaticTax(
  enabled: boolean,
  customer: Customer | undefined,
  rates: { default_tax_rates: TaxRate[]; items?: (TaxRate[] | null)[] },
): void {
  if (!enabled) return
  if (rates.default_tax_rates.length > 0) {
    throw invalid(
      'You cannot set `default_tax_rates` if automatic tax is enabled.',
      'default_tax_rates',
    )
  }
  if (rates.items?.some((each) => each && each.length > 0)) {
    throw invalid('You cannot set `tax_rates` if automatic tax is enabled.', 'items')
  }
  if (countryOf(customer)) return
  throw invalid(
    "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.",
    'automatic_tax[enabled]',
    'customer_tax_location_invalid',
  )
}

/**
 * A draft that can be finalized: without the customer's location, automatic tax is turned off, for
 * its subscription as well.
 */
export function withTaxLocation(world: World, draft: Invoice, customer: Customer): Invoice {
  if (!draft.automatic_tax.enabled || countryOf(customer)) return draft
  const id = draft.parent?.subscription_details?.subscription
  const subscription = id ? world.store.subscriptions.get(id) : undefined
  if (subscription) {
    world.store.subscriptions.put({
      ...subscription,
      automatic_tax: {
        disabled_reason: 'requires_location_inputs',
        enabled: false,
        liability: null,
      },
    })
  }
  return {
    ...draft,
    automatic_tax: {
      ...invoiceTax(false),
      disabled_reason: 'finalization_requires_location_inputs',
    },
  }
}
