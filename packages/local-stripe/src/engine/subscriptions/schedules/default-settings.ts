import { withInvoiceSettings } from '../../invoices/invoice-settings'
import { subscriptionTax } from '../../tax/automatic-tax'
import type { Schedule, Subscription } from '../../world/types'
import type { DefaultSettings } from './params'

/** The default settings of a schedule after these parameters. */
export function withDefaultSettings(
  before: Schedule['default_settings'],
  given: DefaultSettings | undefined,
): Schedule['default_settings'] {
  if (!given) return before
  const days = given.invoice_settings?.days_until_due
  return {
    ...before,
    ...(given.automatic_tax && {
      automatic_tax: subscriptionTax(given.automatic_tax.enabled),
    }),
    ...(given.billing_cycle_anchor && { billing_cycle_anchor: given.billing_cycle_anchor }),
    ...(given.collection_method && { collection_method: given.collection_method }),
    ...(given.default_payment_method && {
      default_payment_method: given.default_payment_method,
    }),
    ...(given.description !== undefined && { description: given.description }),
    ...(given.invoice_settings && {
      invoice_settings: {
        ...withInvoiceSettings(
          before.invoice_settings,
          given.invoice_settings,
          'default_settings[invoice_settings]',
        ),
        ...(days !== undefined && { days_until_due: days }),
      },
    }),
  }
}

/** The default settings of a new schedule: those of its subscription, if it has one already. */
export const initialSettings = (running: Subscription | null): Schedule['default_settings'] => ({
  application_fee_percent: null,
  automatic_tax: subscriptionTax(running?.automatic_tax.enabled ?? false),
  billing_cycle_anchor: 'automatic',
  billing_thresholds: null,
  collection_method: running?.collection_method ?? 'charge_automatically',
  default_payment_method: running?.default_payment_method ?? null,
  description: running?.description ?? null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: running?.invoice_settings.custom_fields ?? null,
    days_until_due: running?.days_until_due ?? null,
    description: running?.invoice_settings.description ?? null,
    footer: running?.invoice_settings.footer ?? null,
    issuer: { type: 'self' },
  },
  on_behalf_of: null,
  transfer_data: null,
})
