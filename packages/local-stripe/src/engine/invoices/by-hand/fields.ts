import type { z } from 'zod'
import { invoiceTax } from '../../tax/automatic-tax'
import { taxRatesFrom } from '../../tax/rates-param'
import { DAY } from '../../world/calendar'
import { invalid } from '../../world/errors'
import type { Invoice } from '../../world/types'
import type { World } from '../../world/world'
import type { InvoiceUpdate } from './params'

/** The fields of an invoice that its parameters set. */
export function fields(world: World, params: z.output<typeof InvoiceUpdate>): Partial<Invoice> {
  const sends = params.collection_method === 'send_invoice'
  const due =
    params.due_date ??
    (params.days_until_due !== undefined
      ? world.clock.seconds() + params.days_until_due * DAY
      : undefined)
  if (sends && due === undefined) {
    throw invalid(
      'If collection_method is set to send_invoice, days_until_due or due_date must be set.',
      'days_until_due',
      'parameter_missing',
    )
  }
  return {
    ...(params.collection_method && { collection_method: params.collection_method }),
    ...(params.custom_fields !== undefined && { custom_fields: params.custom_fields }),
    ...(params.default_payment_method !== undefined && {
      default_payment_method: params.default_payment_method,
    }),
    ...(params.description !== undefined && { description: params.description }),
    ...(params.footer !== undefined && { footer: params.footer }),
    ...(due !== undefined && { due_date: due }),
  }
}

/** The tax settings of an invoice that its parameters set. */
export function taxFields(
  world: World,
  { automatic_tax, default_tax_rates }: z.output<typeof InvoiceUpdate>,
  kept: Invoice['default_tax_rates'] = [],
): Partial<Invoice> {
  return {
    ...(automatic_tax && { automatic_tax: invoiceTax(automatic_tax.enabled) }),
    ...(default_tax_rates !== undefined && {
      default_tax_rates: taxRatesFrom(world, default_tax_rates, 'default_tax_rates', kept),
    }),
  }
}
