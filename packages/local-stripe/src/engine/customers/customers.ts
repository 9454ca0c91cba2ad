import type { z } from 'zod'
import { setCustomerDiscount } from '../catalog/customer-discount'
import { addTaxId, TaxIdData } from '../tax/tax-ids'
import { invalid, missing } from '../world/errors'
import {
  address,
  email,
  emptyable,
  hash,
  integer,
  many,
  metadata,
  natural,
  notSupported,
  oneOf,
  text,
  withMetadata,
} from '../world/params'
import type { Customer } from '../world/types'
import { change, create, find, type World } from '../world/world'
import { attachPaymentMethod } from './payment-methods/attach'

const InvoiceSettings = hash({
  custom_fields: emptyable(many(hash({ name: text, value: text }))).optional(),
  default_payment_method: emptyable(text).optional(),
  footer: emptyable(text).optional(),
  rendering_options: notSupported(),
})

const shared = {
  // From before the API had `discounts`.
  coupon: emptyable(text).optional(),
  promotion_code: emptyable(text).optional(),
  address: emptyable(address).optional(),
  balance: integer.optional(),
  business_name: emptyable(text).optional(),
  individual_name: emptyable(text).optional(),
  cash_balance: notSupported(),
  description: emptyable(text).optional(),
  email: emptyable(email).optional(),
  invoice_prefix: text.optional(),
  invoice_settings: InvoiceSettings.optional(),
  metadata: metadata.optional(),
  name: emptyable(text).optional(),
  next_invoice_sequence: natural.optional(),
  phone: emptyable(text).optional(),
  preferred_locales: emptyable(many(text)).optional(),
  shipping: emptyable(hash({ address, name: text, phone: text.optional() })).optional(),
  source: text.optional(),
  tax: notSupported(),
  tax_exempt: emptyable(oneOf('exempt', 'none', 'reverse')).optional(),
  validate: notSupported(),
}

export const CustomerCreate = hash({
  ...shared,
  // Not documented any more, and still accepted.
  id: text.optional(),
  payment_method: text.optional(),
  tax_id_data: TaxIdData,
  test_clock: text.optional(),
})
export const CustomerUpdate = hash({ ...shared, default_source: text.optional() })

export function createCustomer(world: World, params: z.output<typeof CustomerCreate>): Customer {
  if (params.id && (world.store.customers.get(params.id) || world.store.deleted.get(params.id))) {
    throw invalid('Customer already exists.', 'id', 'resource_already_exists')
  }
  const id = params.id ?? world.ids.next('cus')
  if (params.test_clock) checkTestClock(world, params.test_clock)
  const customer = create(
    world,
    world.store.customers,
    {
      id,
      object: 'customer',
      address: params.address ?? null,
      balance: params.balance ?? 0,
      ...(params.business_name && { business_name: params.business_name }),
      ...(params.individual_name && { individual_name: params.individual_name }),
      created: world.clock.seconds(),
      currency: null,
      customer_account: null,
      default_source: null,
      delinquent: false,
      description: params.description ?? null,
      discount: null,
      email: params.email ?? null,
      invoice_prefix: params.invoice_prefix ?? prefixOf(world, id),
      invoice_settings: invoiceSettings(undefined, params.invoice_settings),
      livemode: false,
      metadata: withMetadata({}, params.metadata),
      name: params.name ?? null,
      next_invoice_sequence: params.next_invoice_sequence ?? 1,
      phone: params.phone ?? null,
      preferred_locales: params.preferred_locales ?? [],
      shipping: params.shipping ? shipping(params.shipping) : null,
      tax_exempt: params.tax_exempt ?? 'none',
      test_clock: params.test_clock ?? null,
    } satisfies Customer,
    'customer.created',
  )
  setCustomerDiscount(world, id, params)
  for (const each of params.tax_id_data ?? []) addTaxId(world, each, id)
  const method = params.payment_method ?? params.source
  if (method) {
    const attached = attachPaymentMethod(world, method, customer.id, 'payment_method')
    const asked = params.invoice_settings?.default_payment_method
    if (params.source || asked === method) setDefaultPaymentMethod(world, customer.id, attached.id)
  }
  return find(world.store.customers, 'customer', customer.id)
}

export function updateCustomer(
  world: World,
  id: string,
  params: z.output<typeof CustomerUpdate>,
): Customer {
  const customer = customerOf(world, id)
  const {
    metadata: changes,
    invoice_settings,
    shipping: to,
    source,
    validate,
    tax,
    cash_balance,
    default_source,
    coupon,
    promotion_code,
    ...plain
  } = params
  const method = invoice_settings?.default_payment_method
  if (method) requireOwn(world, customer, method)
  if (source) {
    const attached = attachPaymentMethod(world, source, id, 'source')
    setDefaultPaymentMethod(world, id, attached.id)
  }
  if (default_source) setDefaultPaymentMethod(world, id, default_source)
  setCustomerDiscount(world, id, { coupon, promotion_code })
  const current = customerOf(world, id)
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined))
  return change(
    world,
    world.store.customers,
    current,
    {
      ...given,
      metadata: withMetadata(current.metadata, changes),
      invoice_settings: invoiceSettings(current.invoice_settings, invoice_settings),
      ...(to !== undefined && { shipping: to && shipping(to) }),
    },
    'customer.updated',
  )
}

/**
 * Returns a customer that isn't deleted. `param` is the parameter that held the id, if it wasn't
 * the path.
 */
function checkTestClock(world: World, id: string): void {
  find(world.store.testClocks, 'testclock', id, 'test_clock')
  const others = world.store.customers.all().filter(({ test_clock }) => test_clock === id)
  if (others.length < MOST_CUSTOMERS_OF_A_CLOCK) return
  throw invalid(
    `A test clock can have at most ${MOST_CUSTOMERS_OF_A_CLOCK} customers.`,
    'test_clock',
  )
}
const MOST_CUSTOMERS_OF_A_CLOCK = 3

export function customerOf(world: World, id: string, param = 'id'): Customer {
  const customer = world.store.customers.get(id)
  if (!customer) throw missing('customer', id, param)
  return customer
}

export function setDefaultPaymentMethod(
  world: World,
  customerId: string,
  method: string,
): Customer {
  const customer = customerOf(world, customerId)
  requireOwn(world, customer, method)
  return change(
    world,
    world.store.customers,
    customer,
    { invoice_settings: { ...customer.invoice_settings, default_payment_method: method } },
    'customer.updated',
  )
}

/** The beginning of the numbers of the customer's invoices. */
const prefixOf = (world: World, id: string): string =>
  (id.startsWith('cus_') ? id : world.ids.next('cus')).slice(4, 12).toUpperCase()

function requireOwn(world: World, customer: Customer, method: string): void {
  const found = world.store.paymentMethods.get(method)
  if (found?.customer === customer.id) return
  throw missing('PaymentMethod', method, 'invoice_settings[default_payment_method]')
}

function invoiceSettings(
  current: Customer['invoice_settings'] | undefined,
  given: z.output<typeof InvoiceSettings> | undefined,
): Customer['invoice_settings'] {
  return {
    custom_fields: pick(given?.custom_fields, current?.custom_fields),
    default_payment_method: current
      ? pick(given?.default_payment_method, current.default_payment_method)
      : null,
    footer: pick(given?.footer, current?.footer),
    rendering_options: current?.rendering_options ?? null,
  }
}

const shipping = (given: NonNullable<z.output<typeof CustomerCreate>['shipping']>) => ({
  address: given.address,
  name: given.name,
  phone: given.phone ?? null,
})

const pick = <T>(given: T | undefined, current: T | undefined): T | null =>
  given !== undefined ? given : (current ?? null)
