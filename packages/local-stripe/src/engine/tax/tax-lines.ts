import type { Customer, InvoiceLine, TaxRate } from '../world/types'
import type { World } from '../world/world'
import { automaticRate, countryOf, isAutomatic } from './automatic-rate'
import {
  exclusiveOf,
  inclusiveOf,
  type LineTax,
  type TaxReason,
  taxesOn,
  totalTaxes,
} from './taxes-on'

/** What decides about the taxes of an invoice, a Checkout session or a quote. */
export interface Taxation {
  customer: Pick<Customer, 'address' | 'shipping' | 'tax_exempt'> | null
  /** The rates of lines that have none of their own. */
  defaults: TaxRate[]
  automatic: boolean
}

export interface TaxedLines {
  lines: InvoiceLine[]
  /** The taxes of all lines, one entry for each rate. */
  taxes: LineTax[]
  /** The tax that is added to the amounts. */
  exclusive: number
  /** The tax that is in the amounts before discounts. */
  includedInSubtotal: number
}

/**
 * Calculates the taxes of lines whose discounts are applied.
 *
 * The `taxes` of a line also say which rates it has. An empty list stands for the defaults, and
 * null for a line that is never taxed: the credit of a charge without tax.
 */
export function taxLines(world: World, taxation: Taxation, lines: InvoiceLine[]): TaxedLines {
  let includedInSubtotal = 0
  const taxed = lines.map((line) => {
    const applied = line.taxes === null ? null : ratesFor(world, taxation, line)
    if (!applied) return line
    const { rates, reason } = applied
    const exempt = isCredit(line) ? null : exemptionOf(taxation.customer)
    const taxes = taxesOn(netOf(line), rates, exempt ?? reason)
    if (exempt) return { ...line, taxes: taxes.map((tax) => ({ ...tax, amount: 0 })) }
    includedInSubtotal += inclusiveOf(taxesOn(line.amount, rates, reason))
    return { ...line, taxes }
  })
  const all = taxed.flatMap((line) => line.taxes ?? [])
  return { lines: taxed, taxes: totalTaxes(all), exclusive: exclusiveOf(all), includedInSubtotal }
}

/** The rates of a line, as a line that isn't calculated yet holds them. */
export const withRates = (rates: TaxRate[] | null | undefined): LineTax[] | null =>
  rates === null ? null : taxesOn(0, rates ?? [], 'not_available')

/** The rates that a line has. Null for a line that is never taxed. */
export const ratesOf = (world: World, { taxes }: Pick<InvoiceLine, 'taxes'>): TaxRate[] | null =>
  taxes === null
    ? null
    : taxes.flatMap((tax) => world.store.taxRates.get(tax.tax_rate_details?.tax_rate ?? '') ?? [])

function ratesFor(
  world: World,
  { customer, defaults, automatic }: Taxation,
  line: InvoiceLine,
): { rates: TaxRate[]; reason: TaxReason } {
  const own = ratesOf(world, line) ?? []
  const keeps = own.length > 0 && (isCredit(line) || !own.some((rate) => isAutomatic(world, rate)))
  if (automatic && !keeps) {
    const country = countryOf(customer)
    if (!country) return { rates: [], reason: 'not_available' }
    const { rate, reason } = automaticRate(world, country, line)
    return { rates: [rate], reason }
  }
  const rates = own.length > 0 ? own : defaults
  const isStandard = rates.some((rate) => isAutomatic(world, rate))
  return { rates, reason: isStandard ? 'standard_rated' : 'not_available' }
}

/** Whether a line gives back a charge. It has the tax of the charge, whatever has changed since. */
const isCredit = ({ parent }: InvoiceLine): boolean =>
  Boolean(parent?.subscription_item_details?.proration_details?.credited_items)

/** Why a customer pays no tax. Null for one who does. */
const exemptionOf = (customer: Taxation['customer']): TaxReason | null =>
  customer?.tax_exempt === 'exempt'
    ? 'customer_exempt'
    : customer?.tax_exempt === 'reverse'
      ? 'reverse_charge'
      : null

const netOf = (line: InvoiceLine) =>
  line.amount - (line.discount_amounts ?? []).reduce((sum, each) => sum + each.amount, 0)
