import { DiscountParams } from '../../catalog/discount-params'
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

const shared = {
  account_tax_ids: notSupported(),
  application_fee_amount: notSupported(),
  auto_advance: flag.optional(),
  automatic_tax: AutomaticTaxParam,
  automatically_finalizes_at: notSupported(),
  collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
  custom_fields: emptyable(many(hash({ name: text, value: text }))).optional(),
  days_until_due: natural.optional(),
  default_payment_method: emptyable(text).optional(),
  default_source: notSupported(),
  default_tax_rates: TaxRatesParam,
  description: emptyable(text).optional(),
  discounts: DiscountParams.optional(),
  due_date: integer.optional(),
  effective_at: notSupported(),
  footer: emptyable(text).optional(),
  issuer: notSupported(),
  metadata: metadata.optional(),
  number: notSupported(),
  on_behalf_of: notSupported(),
  payment_settings: notSupported(),
  rendering: notSupported(),
  shipping_cost: notSupported(),
  shipping_details: notSupported(),
  statement_descriptor: notSupported(),
  transfer_data: notSupported(),
}
export const InvoiceCreate = hash({
  ...shared,
  currency: text.optional(),
  customer: text,
  customer_account: notSupported(),
  from_invoice: notSupported(),
  pending_invoice_items_behavior: oneOf('exclude', 'include', 'include_and_require').optional(),
  subscription: text.optional(),
})
export const InvoiceUpdate = hash(shared)
export const InvoicePay = hash({
  forgive: notSupported(),
  mandate: notSupported(),
  off_session: flag.optional(),
  paid_out_of_band: flag.optional(),
  payment_method: text.optional(),
  source: text.optional(),
})
export const InvoiceFinalize = hash({ auto_advance: flag.optional() })
