import type { z } from 'zod'
import { DiscountParams } from '../../catalog/discount-params'
import { ItemPriceData } from '../../catalog/price-data'
import { InvoiceSettings } from '../../invoices/invoice-settings'
import { AutomaticTaxParam } from '../../tax/automatic-tax'
import { TaxRatesParam } from '../../tax/rates-param'
import {
  emptyable,
  flag,
  hash,
  integer,
  many,
  metadata,
  natural,
  notSupported,
  oneOf,
  text,
} from '../../world/params'

const LineItem = hash({
  price: text.optional(),
  price_data: ItemPriceData.optional(),
  quantity: natural.optional(),
  discounts: DiscountParams.optional(),
  tax_rates: TaxRatesParam,
})
export type LineItem = z.output<typeof LineItem>

const shared = {
  application_fee_amount: notSupported(),
  application_fee_percent: notSupported(),
  automatic_tax: AutomaticTaxParam,
  collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
  customer: text.optional(),
  customer_account: notSupported(),
  default_tax_rates: TaxRatesParam,
  description: emptyable(text).optional(),
  discounts: DiscountParams.optional(),
  expires_at: integer.optional(),
  footer: emptyable(text).optional(),
  header: emptyable(text).optional(),
  invoice_settings: hash({
    custom_fields: InvoiceSettings.shape.custom_fields,
    days_until_due: natural.optional(),
    description: InvoiceSettings.shape.description,
    footer: InvoiceSettings.shape.footer,
    issuer: notSupported(),
  }).optional(),
  line_items: many(LineItem).optional(),
  metadata: metadata.optional(),
  on_behalf_of: notSupported(),
  subscription_data: hash({
    description: emptyable(text).optional(),
    effective_date: emptyable(integer).optional(),
    metadata: metadata.optional(),
    trial_period_days: emptyable(integer).optional(),
  }).optional(),
  transfer_data: notSupported(),
}

export const QuoteCreate = hash({
  ...shared,
  from_quote: hash({ quote: text, is_revision: flag.optional() }).optional(),
  subscription_data: hash({
    ...shared.subscription_data.unwrap().shape,
    billing_mode: hash({ type: oneOf('classic', 'flexible'), flexible: notSupported() }).optional(),
  }).optional(),
  test_clock: text.optional(),
})
export const QuoteUpdate = hash({
  ...shared,
  line_items: many(hash({ ...LineItem.shape, id: notSupported() })).optional(),
})
export const QuoteFinalize = hash({ expires_at: integer.optional() })

export type QuoteCreate = z.output<typeof QuoteCreate>
export type QuoteUpdate = z.output<typeof QuoteUpdate>
