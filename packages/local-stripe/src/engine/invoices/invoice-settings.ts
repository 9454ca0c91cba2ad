import type { z } from 'zod'
import { invalid } from '../world/errors'
import { emptyable, hash, many, notSupported, text } from '../world/params'

/** What all invoices of a subscription, a schedule or a quote say besides their lines. */
export const InvoiceSettings = hash({
  account_tax_ids: notSupported(),
  custom_fields: emptyable(many(hash({ name: text, value: text }))).optional(),
  description: emptyable(text).optional(),
  footer: emptyable(text).optional(),
  issuer: notSupported(),
})

interface Shown {
  custom_fields: { name: string; value: string }[] | null
  description: string | null
  footer: string | null
}

/** The settings after these parameters. What they don't name stays. */
export function withInvoiceSettings<Settings extends Shown>(
  before: Settings,
  given: Pick<z.output<typeof InvoiceSettings>, keyof Shown> | undefined,
  path = 'invoice_settings',
): Settings {
  checkCustomFields(given?.custom_fields ?? [], `${path}[custom_fields]`)
  return {
    ...before,
    ...(given?.custom_fields !== undefined && { custom_fields: given.custom_fields }),
    ...(given?.description !== undefined && { description: given.description }),
    ...(given?.footer !== undefined && { footer: given.footer }),
  }
}

function checkCustomFields(fields: { name: string; value: string }[], path: string): void {
  if (fields.length > 4) throw invalid('You can set at most 4 custom fields.', path)
  for (const [i, { name, value }] of fields.entries()) {
    for (const [key, content, most] of [
      ['name', name, 40],
      ['value', value, 140],
    ] as const) {
      if (content.length <= most) continue
      throw invalid(`Invalid string: must be at most ${most} characters`, `${path}[${i}][${key}]`)
    }
  }
}

/** Nothing set. */
export const NO_INVOICE_SETTINGS = { custom_fields: null, description: null, footer: null }
