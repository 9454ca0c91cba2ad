import type { z } from 'zod'
import { DiscountParams } from '../catalog/discount-params'
import { redeemDiscounts } from '../catalog/discounts'
import { priceAmount } from '../catalog/price-amount'
import { PriceData } from '../catalog/price-data'
import { createPrice } from '../catalog/prices'
import { customerOf } from '../customers/customers'
import { draftInvoice } from '../invoices/draft'
import { finalizeLater } from '../invoices/finalize'
import { createSubscription } from '../subscriptions/create'
import { DAY } from '../world/calendar'
import { invalid } from '../world/errors'
import {
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
import type { DiscountReference, QuotedItem } from '../world/records'
import type { Quote } from '../world/types'
import { change, create, find, type World } from '../world/world'
import { priceOf, quoteAmounts, quotedLines } from './quote-amounts'

const LineItem = hash({
  price: text.optional(),
  price_data: hash({ ...PriceData.shape, product: text }).optional(),
  quantity: natural.optional(),
  discounts: DiscountParams.optional(),
  tax_rates: notSupported(),
})
const shared = {
  application_fee_amount: notSupported(),
  application_fee_percent: notSupported(),
  automatic_tax: notSupported(),
  collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
  customer: text.optional(),
  customer_account: notSupported(),
  default_tax_rates: notSupported(),
  description: emptyable(text).optional(),
  discounts: DiscountParams.optional(),
  expires_at: integer.optional(),
  footer: emptyable(text).optional(),
  header: emptyable(text).optional(),
  invoice_settings: hash({
    days_until_due: natural.optional(),
    custom_fields: notSupported(),
    description: notSupported(),
    footer: notSupported(),
    issuer: notSupported(),
  }).optional(),
  line_items: many(LineItem).optional(),
  metadata: metadata.optional(),
  on_behalf_of: notSupported(),
  subscription_data: hash({
    description: text.optional(),
    effective_date: notSupported(),
    metadata: metadata.optional(),
    trial_period_days: emptyable(integer).optional(),
    billing_mode: notSupported(),
  }).optional(),
  transfer_data: notSupported(),
}
export const QuoteCreate = hash({
  ...shared,
  from_quote: notSupported(),
  test_clock: text.optional(),
})
export const QuoteUpdate = hash(shared)
export const QuoteFinalize = hash({ expires_at: integer.optional() })

export function createQuote(world: World, params: z.output<typeof QuoteCreate>): Quote {
  if (params.customer) customerOf(world, params.customer, 'customer')
  if (params.test_clock) {
    find(world.store.testClocks, 'testclock', params.test_clock, 'test_clock')
  }
  const id = world.ids.next('qt', 24)
  const now = world.clock.seconds()
  const items = itemsOf(world, params.line_items ?? [], params.customer ?? null)
  const discounts = quotedDiscounts(world, items, params.discounts, params.customer ?? null)
  world.store.quotedItems.put({
    id,
    object: 'quoted_items',
    items,
    discounts: params.discounts ?? null,
  })
  return create(
    world,
    world.store.quotes,
    {
      id,
      object: 'quote',
      ...quoteAmounts(world, items, discounts),
      application: null,
      application_fee_amount: null,
      application_fee_percent: null,
      automatic_tax: { enabled: false, liability: null, provider: null, status: null },
      collection_method: params.collection_method ?? 'charge_automatically',
      created: now,
      customer: params.customer ?? null,
      customer_account: null,
      default_tax_rates: [],
      description: params.description ?? null,
      discounts,
      expires_at: params.expires_at ?? now + 30 * DAY,
      footer: params.footer ?? null,
      from_quote: null,
      header: params.header ?? null,
      invoice: null,
      invoice_settings: {
        custom_fields: null,
        days_until_due: params.invoice_settings?.days_until_due ?? null,
        description: null,
        footer: null,
        issuer: { type: 'self' },
      },
      livemode: false,
      metadata: withMetadata({}, params.metadata),
      number: null,
      on_behalf_of: null,
      status: 'draft',
      status_transitions: { accepted_at: null, canceled_at: null, finalized_at: null },
      subscription: null,
      subscription_data: {
        billing_mode: { type: 'flexible', flexible: { proration_discounts: 'included' } },
        description: params.subscription_data?.description ?? null,
        effective_date: null,
        metadata: withMetadata({}, params.subscription_data?.metadata),
        trial_period_days: params.subscription_data?.trial_period_days ?? null,
      },
      subscription_schedule: null,
      test_clock: world.agenda.testClock,
      transfer_data: null,
    } satisfies Quote,
    'quote.created',
  )
}

export function updateQuote(world: World, id: string, params: z.output<typeof QuoteUpdate>): Quote {
  const quote = find(world.store.quotes, 'quote', id)
  if (quote.status !== 'draft') throw wrongStatus(quote, 'updated')
  const known = find(world.store.quotedItems, 'quote', id)
  const customer = params.customer ?? quote.customer
  const items = params.line_items ? itemsOf(world, params.line_items, customer) : known.items
  const discounts =
    params.discounts === undefined
      ? (quote.discounts as string[])
      : quotedDiscounts(world, items, params.discounts, customer)
  world.store.quotedItems.put({
    ...known,
    items,
    discounts: params.discounts === undefined ? known.discounts : params.discounts,
  })
  return change(world, world.store.quotes, quote, {
    ...quoteAmounts(world, items, discounts),
    discounts,
    ...(params.customer && { customer: params.customer }),
    ...(params.collection_method && { collection_method: params.collection_method }),
    ...(params.invoice_settings?.days_until_due !== undefined && {
      invoice_settings: {
        ...quote.invoice_settings,
        days_until_due: params.invoice_settings.days_until_due,
      },
    }),
    ...(params.description !== undefined && { description: params.description }),
    ...(params.expires_at !== undefined && { expires_at: params.expires_at }),
    metadata: withMetadata(quote.metadata, params.metadata),
  })
}

/** Finalizes a draft quote: it gets a number and can be sent to the customer. */
export function finalizeQuote(
  world: World,
  id: string,
  params: z.output<typeof QuoteFinalize> = {},
): Quote {
  const quote = find(world.store.quotes, 'quote', id)
  if (quote.status !== 'draft') throw wrongStatus(quote, 'finalized')
  if (!quote.customer) throw invalid('You must provide a customer before finalizing.', 'customer')
  if (find(world.store.quotedItems, 'quote', id).items.length === 0) {
    throw invalid('You must provide line items before finalizing.', 'line_items')
  }
  const expires_at = params.expires_at ?? quote.expires_at
  world.agenda.plan('expire quote', id, expires_at * 1000)
  const number = `QT-${String(world.store.quotes.all().filter((each) => each.number).length + 1).padStart(4, '0')}-1`
  return change(
    world,
    world.store.quotes,
    quote,
    {
      status: 'open',
      number,
      expires_at,
      status_transitions: { ...quote.status_transitions, finalized_at: world.clock.seconds() },
    },
    'quote.finalized',
  )
}

/** Accepts an open quote and creates its subscription or invoice. */
export function acceptQuote(world: World, id: string): Quote {
  const quote = find(world.store.quotes, 'quote', id)
  if (quote.status !== 'open' || !quote.customer) throw wrongStatus(quote, 'accepted')
  world.agenda.cancel('expire quote', id)
  const made = isRecurring(world, id) ? subscribe(world, quote) : invoiceOnce(world, quote)
  return change(
    world,
    world.store.quotes,
    quote,
    {
      ...made,
      status: 'accepted',
      status_transitions: { ...quote.status_transitions, accepted_at: world.clock.seconds() },
    },
    'quote.accepted',
  )
}

export function cancelQuote(world: World, id: string): Quote {
  const quote = find(world.store.quotes, 'quote', id)
  if (quote.status !== 'draft' && quote.status !== 'open') throw wrongStatus(quote, 'canceled')
  world.agenda.cancel('expire quote', id)
  return change(
    world,
    world.store.quotes,
    quote,
    {
      status: 'canceled',
      status_transitions: { ...quote.status_transitions, canceled_at: world.clock.seconds() },
    },
    'quote.canceled',
  )
}

export const expireQuote = (world: World, id: string) => {
  if (world.store.quotes.get(id)?.status === 'open') cancelQuote(world, id)
}

function subscribe(world: World, quote: Quote): Partial<Quote> {
  const { items, discounts } = find(world.store.quotedItems, 'quote', quote.id)
  const recurring = items.filter((item) => priceOf(world, item).recurring)
  const sends = quote.collection_method === 'send_invoice'
  const { trial_period_days } = quote.subscription_data
  const subscription = createSubscription(world, {
    customer: quote.customer ?? '',
    items: recurring.map((item) => ({
      price: item.price,
      discounts: item.discounts,
      ...(priceOf(world, item).recurring?.usage_type !== 'metered' && { quantity: item.quantity }),
    })),
    add_invoice_items: items
      .filter((item) => !priceOf(world, item).recurring)
      .map(({ price, quantity, discounts }) => ({ price, quantity, discounts })),
    discounts,
    ...(sends && {
      collection_method: 'send_invoice' as const,
      days_until_due: quote.invoice_settings.days_until_due ?? 30,
    }),
    ...(trial_period_days && { trial_period_days }),
    metadata: { ...quote.subscription_data.metadata },
  })
  return { subscription: subscription.id, invoice: subscription.latest_invoice }
}

function invoiceOnce(world: World, quote: Quote): Partial<Quote> {
  const { items, discounts } = find(world.store.quotedItems, 'quote', quote.id)
  const now = world.clock.seconds()
  const customer = quote.customer ?? ''
  const redeem = (given: DiscountReference[] | null, amount: number, path: string) =>
    redeemDiscounts(world, given, { currency, amount }, { customer, path })
  const currency = quote.currency ?? 'usd'
  const { days_until_due: days } = quote.invoice_settings
  const sends = quote.collection_method === 'send_invoice'
  const draft = draftInvoice(world, {
    customer,
    currency,
    billingReason: 'quote_accept',
    period: { start: now, end: now },
    discounts: redeem(discounts, quote.amount_subtotal, 'discounts'),
    lines: quotedLines(
      world,
      items.map((item, i) => ({
        ...item,
        discountIds: redeem(
          item.discounts,
          itemAmountOf(world, item),
          `line_items[${i}][discounts]`,
        ),
      })),
    ),
    given: {
      collection_method: quote.collection_method,
      ...(sends && days !== null && { due_date: now + days * DAY }),
      parent: {
        type: 'quote_details',
        quote_details: { quote: quote.id },
        subscription_details: null,
      },
    },
  })
  finalizeLater(world, draft)
  return { invoice: draft.id }
}

function itemsOf(
  world: World,
  given: z.output<typeof LineItem>[],
  customer: string | null,
): QuotedItem[] {
  return given.map((item, i) => {
    const price = item.price_data
      ? createPrice(world, item.price_data)
      : find(world.store.prices, 'price', item.price ?? '', `line_items[${i}][price]`)
    const quoted = { price: price.id, quantity: item.quantity ?? 1 }
    const purchase = { currency: price.currency, amount: itemAmountOf(world, quoted) }
    const path = `line_items[${i}][discounts]`
    return {
      ...quoted,
      discounts: item.discounts ?? [],
      discountIds: redeemDiscounts(world, item.discounts, purchase, {
        customer,
        path,
        isQuoted: true,
      }),
    }
  })
}

/** The discounts of the whole quote. They are redeemed at acceptance. */
function quotedDiscounts(
  world: World,
  items: QuotedItem[],
  given: DiscountParams | undefined,
  customer: string | null,
): string[] {
  const currency = (items[0] && priceOf(world, items[0]).currency) ?? 'usd'
  const amount = items.reduce((sum, item) => sum + itemAmountOf(world, item), 0)
  return redeemDiscounts(world, given, { currency, amount }, { customer, isQuoted: true })
}

const itemAmountOf = (world: World, item: { price: string; quantity: number }) => {
  const price = priceOf(world, item)
  return price.recurring?.usage_type === 'metered' ? 0 : priceAmount(world, price, item.quantity)
}

const isRecurring = (world: World, id: string) =>
  find(world.store.quotedItems, 'quote', id).items.some((item) => priceOf(world, item).recurring)

const wrongStatus = (quote: Quote, done: string) =>
  invalid(`This quote is ${quote.status} and cannot be ${done}.`)
