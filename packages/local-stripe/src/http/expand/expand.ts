import { quoteLineItems, upfrontLineItems } from '../../engine/checkout/quotes/line-items'
import { checkoutLines } from '../../engine/checkout/sessions'
import { creditsOf } from '../../engine/customers/billing-currency'
import { paymentsOf } from '../../engine/invoices/invoice-payments'
import { balanceTransactionWith } from '../../engine/payments/balance-transactions'
import { customerTax } from '../../engine/tax/automatic-tax'
import { ApiError } from '../../engine/world/errors'
import { withInlineLists } from '../../engine/world/inline-lists'
import { NOT_SUPPORTED } from '../../engine/world/params'
import { referencedBy } from '../../engine/world/references'
import { list, type Resource } from '../../engine/world/types'
import { find, type World } from '../../engine/world/world'

/** Returns the object as the API shows it, with the references in `paths` expanded. */
export const expand = (world: World, found: unknown, paths: string[]): unknown =>
  paths.reduce(
    (result, path) => expandPath(world, result, path.split('.'), path),
    withInlineLists(found),
  )

function expandPath(world: World, value: unknown, parts: string[], path: string): unknown {
  const [field, ...rest] = parts
  if (field === undefined || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each) => expandPath(world, each, parts, path))
  const object = value as Record<string, unknown>
  const inside = contents(world, object, field)
  // Not every object of a kind has each of its fields.
  if (inside === undefined) return value
  const expanded = Array.isArray(inside)
    ? inside.map((each) => resolved(world, field, each, rest, path))
    : resolved(world, field, inside, rest, path)
  return { ...object, [field]: expanded }
}

function resolved(
  world: World,
  field: string,
  value: unknown,
  rest: string[],
  path: string,
): unknown {
  if (typeof value !== 'string') return expandPath(world, value, rest, path)
  const object = referenced(world, field, value)
  if (object === undefined) throw notSupported(path)
  return expandPath(world, withInlineLists(object), rest, path)
}

const referenced = (world: World, field: string, id: string): Resource | undefined =>
  field === 'balance_transaction'
    ? balanceTransactionWith(world, id)
    : referencedBy(world.store, field, id)

/** The value of a field: the stored one, or one that exists only when expanded. */
function contents(world: World, object: Record<string, unknown>, field: string): unknown {
  const make = INCLUDABLE[`${String(object.object)}.${field}`]
  return make ? make(world, object as unknown as Resource) : object[field]
}

const INCLUDABLE: Record<string, (world: World, object: Resource) => unknown> = {
  'charge.refunds': (world, { id }) =>
    list(world.store.refunds.where('charge', id).reverse(), `/v1/charges/${id}/refunds`),
  'checkout.session.line_items': (world, { id }) =>
    list(checkoutLines(world, id), `/v1/checkout/sessions/${id}/line_items`),
  'coupon.applies_to': (world, { id }) => world.store.coupons.get(id)?.applies_to ?? null,
  'customer.invoice_credit_balance': (world, { id }) =>
    creditsOf(world, world.store.customers.get(id)),
  'customer.sources': (_, { id }) => list([], `/v1/customers/${id}/sources`),
  'customer.subscriptions': (world, { id }) =>
    list(
      world.store.subscriptions
        .where('customer', id)
        .filter((each) => each.status !== 'canceled' && each.status !== 'incomplete_expired')
        .reverse(),
      `/v1/customers/${id}/subscriptions`,
    ),
  'customer.tax': (world, { id }) => customerTax(world, world.store.customers.get(id)),
  'customer.tax_ids': (world, { id }) =>
    list(world.store.taxIds.where('customer', id).reverse(), `/v1/customers/${id}/tax_ids`),
  'invoice.confirmation_secret': (world, { id }) => {
    const open = world.store.invoicePayments
      .where('invoice', id)
      .find((each) => each.status === 'open')
    const intent = world.store.paymentIntents.get(open?.payment.payment_intent ?? '')
    return intent ? { client_secret: intent.client_secret, type: 'payment_intent' } : null
  },
  'invoice.payments': (world, { id }) => paymentsOf(world, id),
  // Only `computed.upfront.line_items` can be expanded, and only on the way through here.
  'quote.computed': (world, { id }) => {
    const { computed } = find(world.store.quotes, 'quote', id)
    const url = `/v1/quotes/${id}/computed_upfront_line_items`
    const line_items = list(upfrontLineItems(world, id), url)
    return { ...computed, upfront: { ...computed.upfront, line_items } }
  },
  'quote.line_items': (world, { id }) =>
    list(quoteLineItems(world, id), `/v1/quotes/${id}/line_items`),
  'price.currency_options': (world, { id }) =>
    world.store.priceDetails.get(id)?.currency_options ?? null,
  'price.tiers': (world, { id }) => world.store.priceDetails.get(id)?.tiers ?? null,
}

const notSupported = (path: string) =>
  new ApiError(501, {
    type: 'api_error',
    code: NOT_SUPPORTED,
    message: `The local Stripe can't expand ${path}.`,
    param: 'expand',
  })
