import type { Customer, Invoice, InvoiceLine } from '../world/types'
import type { World } from '../world/world'
import { countryOf } from './automatic-rate'
import { type TaxedLines, taxLines } from './tax-lines'

type InvoiceTaxes = Pick<
  Invoice,
  | 'automatic_tax'
  | 'customer_address'
  | 'customer_shipping'
  | 'customer_tax_exempt'
  | 'customer_tax_ids'
  | 'total_taxes'
>

/** Calculates the taxes of a draft. Until it is finalized, its customer's details are the current ones. */
export function taxInvoice(
  world: World,
  invoice: Invoice,
  customer: Customer,
  lines: InvoiceLine[],
): TaxedLines & { fields: InvoiceTaxes } {
  const taxed = taxLines(
    world,
    { customer, defaults: invoice.default_tax_rates, automatic: invoice.automatic_tax.enabled },
    lines,
  )
  return {
    ...taxed,
    fields: {
      automatic_tax: {
        ...invoice.automatic_tax,
        ...(invoice.automatic_tax.enabled && {
          status: countryOf(customer) ? 'complete' : 'requires_location_inputs',
        }),
      },
      customer_address: customer.address ?? null,
      customer_shipping: customer.shipping,
      customer_tax_exempt: customer.tax_exempt ?? 'none',
      customer_tax_ids: world.store.taxIds
        .where('customer', customer.id)
        .map(({ type, value }) => ({ type, value })),
      total_taxes: taxed.taxes,
    },
  }
}

/**
 * Lines without the given default rates, so that other defaults can apply. Lines with rates of
 * their own keep them.
 */
export function withoutDefaults(
  lines: InvoiceLine[],
  defaults: Invoice['default_tax_rates'],
): InvoiceLine[] {
  const before = defaults.map(({ id }) => id).join()
  return lines.map((line) =>
    line.taxes?.map((tax) => tax.tax_rate_details?.tax_rate).join() === before
      ? { ...line, taxes: [] }
      : line,
  )
}
