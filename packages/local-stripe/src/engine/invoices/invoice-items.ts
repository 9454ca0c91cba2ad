import type { z } from 'zod'
import { DiscountParams } from '../catalog/discount-params'
import { redeemDiscounts } from '../catalog/discounts'
import { priceAmount } from '../catalog/price-amount'
import { type LinePriceData, OneTimePriceData } from '../catalog/price-data'
import { createPrice } from '../catalog/prices'
import { customerOf } from '../customers/customers'
import { TaxRatesParam, taxRatesFrom } from '../tax/rates-param'
import { ratesOf } from '../tax/tax-lines'
import { invalid } from '../world/errors'
import {
  emptyable,
  flag,
  hash,
  integer,
  metadata,
  natural,
  notSupported,
  oneOf,
  text,
  withMetadata,
} from '../world/params'
import type { InvoiceItem, InvoiceLine, Subscription } from '../world/types'
import { change, create, emit, find, type World } from '../world/world'
import { pricingOf, productName } from './lines'
import { recalculate } from './recalculate'

const shared = {
  amount: integer.optional(),
  description: text.optional(),
  discountable: flag.optional(),
  discounts: DiscountParams.optional(),
  metadata: metadata.optional(),
  period: hash({ start: integer, end: integer }).optional(),
  price_data: OneTimePriceData.optional(),
  pricing: hash({ price: text.optional() }).optional(),
  // From before the API had `pricing`.
  price: text.optional(),
  quantity: natural.optional(),
  quantity_decimal: notSupported(),
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified').optional(),
  tax_code: emptyable(text).optional(),
  tax_rates: TaxRatesParam,
  unit_amount: integer.optional(),
  unit_amount_decimal: notSupported(),
}
export const InvoiceItemCreate = hash({
  ...shared,
  currency: text.optional(),
  customer: text.optional(),
  customer_account: notSupported(),
  invoice: text.optional(),
  subscription: text.optional(),
})
export const InvoiceItemUpdate = hash({ ...shared, invoicing_rules: notSupported() })

/** The lines of an invoice may also have a price with a product of their own. */
type WithAnyPrice<Params> = Omit<Params, 'price_data'> & {
  price_data?: z.output<typeof LinePriceData>
}
type ItemParams = WithAnyPrice<z.output<typeof InvoiceItemCreate>>

/** Adds an item to the customer's next invoice, or to the draft in `invoice`. */
export function newInvoiceItem(world: World, params: ItemParams): InvoiceItem {
  if (!params.customer) {
    throw invalid('Missing required param: customer.', 'customer', 'parameter_missing')
  }
  customerOf(world, params.customer, 'customer')
  const draft = params.invoice
    ? find(world.store.invoices, 'invoice', params.invoice, 'invoice')
    : null
  if (draft && draft.status !== 'draft') {
    throw invalid(
      'You can only add invoice items to draft invoices.',
      'invoice',
      'invoice_not_editable',
    )
  }
  const cost = costOf(world, {
    ...params,
    currency: params.currency ?? draft?.currency,
  })
  if (draft && draft.currency !== cost.currency) {
    throw invalid(
      `The currency of the invoice item (${cost.currency}) does not match the currency of the invoice (${draft.currency}).`,
      'currency',
    )
  }
  const now = world.clock.seconds()
  const id = world.ids.next('ii', 24)
  const item = create(
    world,
    world.store.invoiceItems,
    {
      id,
      object: 'invoiceitem',
      amount: cost.amount,
      currency: cost.currency,
      customer: params.customer,
      customer_account: null,
      date: now,
      description: params.description ?? cost.description,
      discountable: params.discountable ?? cost.amount >= 0,
      discounts: redeemDiscounts(world, params.discounts, cost, {
        customer: params.customer,
        invoiceItem: id,
      }),
      invoice: draft?.id ?? null,
      livemode: false,
      metadata: withMetadata({}, params.metadata),
      parent: params.subscription
        ? {
            type: 'subscription_details',
            subscription_details: { subscription: params.subscription },
          }
        : null,
      period: params.period ?? { start: now, end: now },
      pricing: cost.pricing,
      proration: false,
      quantity: params.quantity ?? 1,
      quantity_decimal: String(params.quantity ?? 1),
      tax_rates: taxRatesFrom(world, params.tax_rates, 'tax_rates'),
      test_clock: world.agenda.testClock,
    },
    'invoiceitem.created',
  )
  keepTaxTerms(world, id, params)
  if (draft) recalculate(world, draft)
  return item
}

export function updateInvoiceItem(
  world: World,
  id: string,
  params: WithAnyPrice<z.output<typeof InvoiceItemUpdate>>,
): InvoiceItem {
  const item = editable(world, id)
  const repriced =
    params.amount !== undefined ||
    params.quantity !== undefined ||
    params.price !== undefined ||
    params.price_data ||
    params.pricing ||
    params.unit_amount !== undefined
  const cost = repriced
    ? costOf(world, { currency: item.currency, quantity: item.quantity, ...params })
    : item
  const changed = change(world, world.store.invoiceItems, item, {
    amount: cost.amount,
    ...(params.description !== undefined && { description: params.description }),
    ...(params.discountable !== undefined && { discountable: params.discountable }),
    ...(params.discounts !== undefined && {
      discounts: redeemDiscounts(world, params.discounts, cost, {
        customer: item.customer,
        invoiceItem: id,
      }),
    }),
    ...(params.period && { period: params.period }),
    ...(params.quantity !== undefined && {
      quantity: params.quantity,
      quantity_decimal: String(params.quantity),
    }),
    ...(params.tax_rates !== undefined && {
      tax_rates: taxRatesFrom(world, params.tax_rates, 'tax_rates', item.tax_rates),
    }),
    metadata: withMetadata(item.metadata, params.metadata),
  })
  keepTaxTerms(world, id, params)
  const draft = item.invoice && world.store.invoices.get(item.invoice)
  if (draft) recalculate(world, draft)
  return changed
}

export function deleteInvoiceItem(world: World, id: string) {
  const item = editable(world, id)
  world.store.invoiceItems.delete(id)
  const draft = item.invoice && world.store.invoices.get(item.invoice)
  if (draft) recalculate(world, draft)
  emit(world, 'invoiceitem.deleted', item)
  return { id, object: 'invoiceitem' as const, deleted: true as const }
}

/** Creates a pending invoice item from a line, for the subscription's next invoice. */
export function createInvoiceItem(
  world: World,
  subscription: Subscription,
  line: InvoiceLine,
  credits: NonNullable<InvoiceItem['proration_details']>['credited_items'] = null,
): InvoiceItem {
  const details = line.parent?.subscription_item_details
  return create(
    world,
    world.store.invoiceItems,
    {
      id: world.ids.next('ii', 24),
      object: 'invoiceitem',
      amount: line.amount,
      currency: line.currency,
      customer: subscription.customer,
      customer_account: null,
      date: world.clock.seconds(),
      description: line.description,
      discountable: line.discountable,
      discounts: line.discounts,
      invoice: null,
      livemode: false,
      metadata: line.metadata,
      parent: {
        type: 'subscription_details',
        subscription_details: {
          subscription: subscription.id,
          ...(details && { subscription_item: details.subscription_item }),
        },
      },
      period: line.period,
      pricing: line.pricing as InvoiceItem['pricing'],
      proration: details?.proration ?? false,
      ...(details?.proration && {
        proration_details: { credited_items: credits, discount_amounts: [] },
      }),
      quantity: line.quantity ?? 1,
      quantity_decimal: String(line.quantity ?? 1),
      tax_rates: ratesOf(world, line),
      test_clock: world.agenda.testClock,
    },
    'invoiceitem.created',
  )
}

/** The pending items for this subscription's next invoice, or for any invoice of the customer. */
export function pendingItems(world: World, customer: string, subscription: string | null) {
  return world.store.invoiceItems.where('customer', customer).filter((item) => {
    if (item.invoice !== null) return false
    const of = item.parent?.subscription_details?.subscription ?? null
    return of === null || of === subscription
  })
}

function costOf(world: World, params: ItemParams) {
  const quantity = params.quantity ?? 1
  const priceId = params.pricing?.price ?? params.price
  const price = priceId
    ? find(world.store.prices, 'price', priceId, 'pricing[price]')
    : params.price_data
      ? createPrice(world, params.price_data)
      : null
  if (price) {
    return {
      amount: priceAmount(world, price, quantity),
      currency: price.currency,
      description: productName(world, price),
      pricing: pricingOf(price, price.unit_amount_decimal) as InvoiceItem['pricing'],
    }
  }
  const amount =
    params.amount ?? (params.unit_amount !== undefined ? params.unit_amount * quantity : undefined)
  if (amount === undefined) {
    throw invalid(
      'You must provide one of amount, pricing or price_data.',
      'amount',
      'parameter_missing',
    )
  }
  if (!params.currency) {
    throw invalid('Missing required param: currency.', 'currency', 'parameter_missing')
  }
  return { amount, currency: params.currency.toLowerCase(), description: null, pricing: null }
}

/** Keeps what automatic tax needs to know of an item, if a parameter says it. */
function keepTaxTerms(
  world: World,
  id: string,
  { tax_behavior, tax_code }: Pick<ItemParams, 'tax_behavior' | 'tax_code'>,
): void {
  if (tax_behavior === undefined && tax_code === undefined) return
  const before = world.store.itemTaxTerms.get(id)
  const behavior = tax_behavior === 'unspecified' ? null : tax_behavior
  world.store.itemTaxTerms.put({
    id,
    object: 'item_tax_terms',
    behavior: behavior !== undefined ? behavior : (before?.behavior ?? null),
    code: tax_code !== undefined ? tax_code : (before?.code ?? null),
  })
}

function editable(world: World, id: string): InvoiceItem {
  const item = find(world.store.invoiceItems, 'invoiceitem', id)
  const invoice = item.invoice ? world.store.invoices.get(item.invoice) : undefined
  if (!invoice || invoice.status === 'draft') return item
  throw invalid(
    'This invoice item is part of a finalized invoice and can no longer be changed.',
    undefined,
    'invoice_not_editable',
  )
}
