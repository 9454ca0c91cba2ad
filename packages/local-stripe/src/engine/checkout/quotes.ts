import type { z } from 'zod'
import { DiscountParams } from '../catalog/discount-params'
import { priceAmount } from '../catalog/price-amount'
import { PriceData } from '../catalog/price-data'
import { createPrice } from '../catalog/prices'
import { customerOf } from '../customers/customers'
import { draftInvoice } from '../invoices/draft'
import { finalizeLater } from '../invoices/finalize'
import { invoiceLine, pricingOf, productName } from '../invoices/lines'
import { createSubscription } from '../subscriptions/create'
import { DAY } from '../world/calendar'
import { invalid } from '../world/errors'
import {
  emptyable,
  hash,
  ignored,
  integer,
  many,
  metadata,
  natural,
  oneOf,
  text,
  withMetadata,
} from '../world/params'
import type { Price, Quote } from '../world/types'
import { change, create, find, type World } from '../world/world'

const LineItem = hash({
  price: text.optional(),
  price_data: hash({ ...PriceData.shape, product: text }).optional(),
  quantity: natural.optional(),
  discounts: ignored,
  tax_rates: ignored,
})
const shared = {
  application_fee_amount: ignored,
  application_fee_percent: ignored,
  automatic_tax: ignored,
  collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
  customer: text.optional(),
  customer_account: ignored,
  default_tax_rates: ignored,
  description: emptyable(text).optional(),
  discounts: DiscountParams.optional(),
  expires_at: integer.optional(),
  footer: emptyable(text).optional(),
  header: emptyable(text).optional(),
  invoice_settings: hash({
    days_until_due: natural.optional(),
    custom_fields: ignored,
    description: ignored,
    footer: ignored,
    issuer: ignored,
  }).optional(),
  line_items: many(LineItem).optional(),
  metadata: metadata.optional(),
  on_behalf_of: ignored,
  subscription_data: hash({
    description: text.optional(),
    effective_date: ignored,
    metadata: metadata.optional(),
    trial_period_days: emptyable(integer).optional(),
    billing_mode: ignored,
  }).optional(),
  transfer_data: ignored,
}
export const QuoteCreate = hash({ ...shared, from_quote: ignored, test_clock: ignored })
export const QuoteUpdate = hash(shared)
export const QuoteFinalize = hash({ expires_at: integer.optional() })

export function createQuote(world: World, params: z.output<typeof QuoteCreate>): Quote {
  if (params.customer) customerOf(world, params.customer, 'customer')
  const id = world.ids.next('qt', 24)
  const now = world.clock.seconds()
  const items = itemsOf(world, params.line_items ?? [])
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
      ...amounts(world, items),
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
      discounts: [],
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
      test_clock: null,
      total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
      transfer_data: null,
    } satisfies Quote,
    'quote.created',
  )
}

export function updateQuote(world: World, id: string, params: z.output<typeof QuoteUpdate>): Quote {
  const quote = find(world.store.quotes, 'quote', id)
  if (quote.status !== 'draft') throw wrongStatus(quote, 'updated')
  const known = find(world.store.quotedItems, 'quote', id)
  const items = params.line_items ? itemsOf(world, params.line_items) : known.items
  world.store.quotedItems.put({ ...known, items, discounts: params.discounts ?? known.discounts })
  return change(world, world.store.quotes, quote, {
    ...amounts(world, items),
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
      ...(priceOf(world, item).recurring?.usage_type !== 'metered' && { quantity: item.quantity }),
    })),
    add_invoice_items: items.filter((item) => !priceOf(world, item).recurring),
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
  const { items } = find(world.store.quotedItems, 'quote', quote.id)
  const now = world.clock.seconds()
  const draft = draftInvoice(world, {
    customer: quote.customer ?? '',
    currency: quote.currency ?? 'usd',
    billingReason: 'quote_accept',
    period: { start: now, end: now },
    lines: items.map((item) => {
      const price = priceOf(world, item)
      return invoiceLine(world, {
        amount: priceAmount(world, price, item.quantity),
        currency: price.currency,
        description: productName(world, price),
        period: { start: now, end: now },
        quantity: item.quantity,
        pricing: pricingOf(price, price.unit_amount_decimal),
      })
    }),
    given: { collection_method: quote.collection_method },
  })
  finalizeLater(world, draft)
  return { invoice: draft.id }
}

function itemsOf(world: World, given: z.output<typeof LineItem>[]) {
  return given.map((item, i) => {
    const price = item.price_data
      ? createPrice(world, item.price_data)
      : find(world.store.prices, 'price', item.price ?? '', `line_items[${i}][price]`)
    return { price: price.id, quantity: item.quantity ?? 1 }
  })
}

function amounts(world: World, items: { price: string; quantity: number }[]) {
  const total = (some: typeof items) =>
    some.reduce((sum, item) => {
      const price = priceOf(world, item)
      return price.recurring?.usage_type === 'metered'
        ? sum
        : sum + priceAmount(world, price, item.quantity)
    }, 0)
  const recurring = items.filter((item) => priceOf(world, item).recurring)
  const recurringTerms = recurring[0] && priceOf(world, recurring[0]).recurring
  const details = { amount_discount: 0, amount_shipping: 0, amount_tax: 0 }
  return {
    amount_subtotal: total(items),
    amount_total: total(items),
    currency: items[0] ? priceOf(world, items[0]).currency : null,
    computed: {
      recurring: recurringTerms
        ? {
            amount_subtotal: total(recurring),
            amount_total: total(recurring),
            interval: recurringTerms.interval,
            interval_count: recurringTerms.interval_count,
            total_details: details,
          }
        : null,
      upfront: {
        amount_subtotal: total(items),
        amount_total: total(items),
        total_details: details,
      },
    },
  }
}

const isRecurring = (world: World, id: string) =>
  find(world.store.quotedItems, 'quote', id).items.some((item) => priceOf(world, item).recurring)

const priceOf = (world: World, item: { price: string }): Price =>
  find(world.store.prices, 'price', item.price)

const wrongStatus = (quote: Quote, done: string) =>
  invalid(`This quote is ${quote.status} and cannot be ${done}.`)
