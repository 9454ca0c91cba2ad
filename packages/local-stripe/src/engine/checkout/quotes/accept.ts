import { redeemDiscounts } from '../../catalog/discounts'
import { draftInvoice } from '../../invoices/draft'
import { createSubscription } from '../../subscriptions/create'
import { createSchedule } from '../../subscriptions/schedules/create-schedule'
import { invoiceTax } from '../../tax/automatic-tax'
import { addIntervals, DAY } from '../../world/calendar'
import type { DiscountReference, QuotedItem } from '../../world/records'
import type { Quote } from '../../world/types'
import { find, type World } from '../../world/world'
import { priceOf, quotedLines } from './amounts'
import { isRecurring, itemAmountOf } from './items'
import { taxationOf } from './quote-tax'

/** What an accepted quote creates: a schedule for a later date, a subscription or an invoice. */
export function fulfill(world: World, quote: Quote): Partial<Quote> {
  const { items } = find(world.store.quotedItems, 'quote', quote.id)
  if (!items.some((item) => isRecurring(world, item))) return invoiceOnce(world, quote)
  const { effective_date: start } = quote.subscription_data
  return start !== null && start > world.clock.seconds()
    ? schedule(world, quote, start)
    : subscribe(world, quote)
}

function subscribe(world: World, quote: Quote): Partial<Quote> {
  const { discounts } = find(world.store.quotedItems, 'quote', quote.id)
  const { description, trial_period_days, metadata, billing_mode } = quote.subscription_data
  const { custom_fields, footer, description: memo } = quote.invoice_settings
  const subscription = createSubscription(world, {
    customer: quote.customer ?? '',
    billing_mode: { type: billing_mode.type as 'classic' | 'flexible' },
    ...itemsToBill(world, quote),
    discounts,
    ...taxOf(quote),
    description,
    ...(quote.collection_method === 'send_invoice' && {
      collection_method: 'send_invoice' as const,
      days_until_due: quote.invoice_settings.days_until_due ?? 30,
    }),
    invoice_settings: {
      custom_fields: custom_fields?.map((field) => ({ ...field })),
      footer,
      description: memo,
    },
    ...(trial_period_days && { trial_period_days }),
    metadata: { ...metadata },
  })
  return { subscription: subscription.id, invoice: subscription.latest_invoice }
}

function schedule(world: World, quote: Quote, start: number): Partial<Quote> {
  const { items, discounts } = find(world.store.quotedItems, 'quote', quote.id)
  const { description, trial_period_days: days, metadata, billing_mode } = quote.subscription_data
  const { custom_fields, footer, description: memo, days_until_due } = quote.invoice_settings
  const recurring = items.find((item) => isRecurring(world, item))
  const { interval = 'month', interval_count = 1 } =
    (recurring && priceOf(world, recurring).recurring) ?? {}
  const trial_end = days ? start + days * DAY : undefined
  const end_date = Math.max(addIntervals(start, interval, interval_count), trial_end ?? 0)
  const { id } = createSchedule(world, {
    customer: quote.customer ?? '',
    start_date: start,
    end_behavior: 'release',
    billing_mode: { type: billing_mode.type as 'classic' | 'flexible' },
    default_settings: {
      collection_method: quote.collection_method as 'charge_automatically' | 'send_invoice',
      description,
      invoice_settings: {
        custom_fields: custom_fields?.map((field) => ({ ...field })),
        footer,
        description: memo,
        ...(days_until_due !== null && { days_until_due }),
      },
    },
    phases: [
      {
        ...itemsToBill(world, quote),
        discounts,
        ...taxOf(quote),
        metadata: { ...metadata },
        end_date,
        trial_end,
      },
    ],
  })
  return { subscription_schedule: id }
}

const taxOf = (quote: Quote) => ({
  automatic_tax: { enabled: quote.automatic_tax.enabled },
  default_tax_rates: [...(quote.default_tax_rates ?? [])],
})

/** The recurring items, and the others as items of the first invoice. */
function itemsToBill(world: World, quote: Quote) {
  const { items } = find(world.store.quotedItems, 'quote', quote.id)
  const isMetered = (item: QuotedItem) => priceOf(world, item).recurring?.usage_type === 'metered'
  return {
    items: items
      .filter((item) => isRecurring(world, item))
      .map((item) => ({
        price: item.price,
        discounts: item.discounts,
        tax_rates: item.taxRates ?? [],
        ...(!isMetered(item) && { quantity: item.quantity }),
      })),
    add_invoice_items: items
      .filter((item) => !isRecurring(world, item))
      .map(({ price, quantity, discounts, taxRates = [] }) => ({
        price,
        quantity,
        discounts,
        tax_rates: taxRates,
      })),
  }
}

/** Drafts the invoice of a quote without recurring prices. It stays a draft until it is finalized. */
function invoiceOnce(world: World, quote: Quote): Partial<Quote> {
  const { items, discounts } = find(world.store.quotedItems, 'quote', quote.id)
  const now = world.clock.seconds()
  const customer = quote.customer ?? ''
  const currency = quote.currency ?? 'usd'
  const redeem = (given: DiscountReference[] | null, amount: number, path: string) =>
    redeemDiscounts(world, given, { currency, amount }, { customer, path })
  const { custom_fields, days_until_due: days, description, footer } = quote.invoice_settings
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
      auto_advance: false,
      automatic_tax: invoiceTax(quote.automatic_tax.enabled),
      default_tax_rates: taxationOf(world, quote, quote.customer).defaults,
      collection_method: quote.collection_method,
      ...(sends && days !== null && { due_date: now + days * DAY }),
      ...(custom_fields && { custom_fields }),
      ...(description && { description }),
      ...(footer && { footer }),
      parent: {
        type: 'quote_details',
        quote_details: { quote: quote.id },
        subscription_details: null,
      },
    },
  })
  return { invoice: draft.id }
}
