import type {
  Charge,
  Customer,
  Invoice,
  PaymentIntent,
  Price,
  Product,
  Subscription,
} from '../../engine/world/types'

/**
 * A field that can be searched for. Its type decides the operators: a token matches exactly, a
 * string also in part, and a number also by size.
 */
export interface SearchField<T> {
  type: 'token' | 'string' | 'numeric'
  read(item: T): unknown
}
export type SearchFields<T> = Record<string, SearchField<T>>

const token = <T>(read: (item: T) => unknown): SearchField<T> => ({ type: 'token', read })
const string = <T>(read: (item: T) => unknown): SearchField<T> => ({ type: 'string', read })
const numeric = <T>(read: (item: T) => unknown): SearchField<T> => ({ type: 'numeric', read })

const created = numeric((item: { created: number }) => item.created)
const currency = token((item: { currency: string }) => item.currency)
const customer = token((item: { customer: string | null }) => item.customer)
const status = token((item: { status: string | null }) => item.status)

/** @see https://docs.stripe.com/search#supported-query-fields-for-each-resource */
export const CUSTOMER_FIELDS: SearchFields<Customer> = {
  created,
  email: string((each) => each.email),
  name: string((each) => each.name),
  phone: string((each) => each.phone),
}

export const SUBSCRIPTION_FIELDS: SearchFields<Subscription> = {
  canceled_at: numeric((each) => each.canceled_at),
  created,
  status,
}

export const INVOICE_FIELDS: SearchFields<Invoice> = {
  created,
  currency,
  customer: token((each) => each.customer),
  last_finalization_error_code: token((each) => each.last_finalization_error?.code),
  last_finalization_error_type: token((each) => each.last_finalization_error?.type),
  number: string((each) => each.number),
  receipt_number: string((each) => each.receipt_number),
  status: string((each) => each.status),
  subscription: string((each) => each.parent?.subscription_details?.subscription),
  total: numeric((each) => each.total),
}

export const PAYMENT_INTENT_FIELDS: SearchFields<PaymentIntent> = {
  amount: numeric((each) => each.amount),
  created,
  currency,
  customer,
  status,
}

const card = (each: Charge) => each.payment_method_details?.card

export const CHARGE_FIELDS: SearchFields<Charge> = {
  amount: numeric((each) => each.amount),
  'billing_details.address.postal_code': token((each) => each.billing_details.address?.postal_code),
  created,
  currency,
  customer,
  disputed: token((each) => each.disputed),
  'payment_method_details.card.brand': token((each) => card(each)?.brand),
  'payment_method_details.card.exp_month': token((each) => card(each)?.exp_month),
  'payment_method_details.card.exp_year': token((each) => card(each)?.exp_year),
  'payment_method_details.card.fingerprint': token((each) => card(each)?.fingerprint),
  'payment_method_details.card.last4': token((each) => card(each)?.last4),
  // True if all of it is refunded, false if a part is, and null if nothing is.
  refunded: token((each) => (each.amount_refunded > 0 ? each.refunded : null)),
  status,
}

export const PRODUCT_FIELDS: SearchFields<Product> = {
  active: token((each) => each.active),
  description: string((each) => each.description),
  name: string((each) => each.name),
  shippable: token((each) => each.shippable),
  url: string((each) => each.url),
}

export const PRICE_FIELDS: SearchFields<Price> = {
  active: token((each) => each.active),
  currency,
  lookup_key: string((each) => each.lookup_key),
  product: string((each) => each.product),
  type: token((each) => each.type),
}
