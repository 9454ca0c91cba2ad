import type { z } from 'zod'
import { customerOf } from '../../customers/customers'
import { NO_INVOICE_SETTINGS, withInvoiceSettings } from '../../invoices/invoice-settings'
import { DAY } from '../../world/calendar'
import { invalid } from '../../world/errors'
import { withMetadata } from '../../world/params'
import type { DiscountReference, QuotedItem } from '../../world/records'
import type { Quote } from '../../world/types'
import { change, create, find, type World } from '../../world/world'
import { fulfill } from './accept'
import { quoteAmounts } from './amounts'
import { copyOfItems, itemsOf, quotedDiscounts } from './items'
import { nextNumber } from './number'
import type { QuoteCreate, QuoteFinalize, QuoteUpdate } from './params'
import { checkQuoteTax, NO_TAX, taxationOf, withTax } from './quote-tax'

export function createQuote(world: World, params: QuoteCreate): Quote {
  if (params.from_quote) return cloneQuote(world, params)
  if (params.customer) customerOf(world, params.customer, 'customer')
  if (params.test_clock) {
    find(world.store.testClocks, 'testclock', params.test_clock, 'test_clock')
  }
  const { subscription_data: data, invoice_settings } = params
  const customer = params.customer ?? null
  const collection_method = params.collection_method ?? 'charge_automatically'
  checkTerms(world, { collection_method }, params)
  return draftQuote(
    world,
    {
      ...withTax(world, NO_TAX, params, customer),
      collection_method,
      customer,
      description: params.description ?? null,
      expires_at: params.expires_at ?? world.clock.seconds() + 30 * DAY,
      footer: params.footer ?? null,
      from_quote: null,
      header: params.header ?? null,
      invoice_settings: {
        ...withInvoiceSettings(
          { ...NO_INVOICE_SETTINGS, issuer: { type: 'self' as const } },
          invoice_settings,
        ),
        days_until_due: invoice_settings?.days_until_due ?? null,
      },
      metadata: withMetadata({}, params.metadata),
      subscription_data: {
        billing_mode: billingMode(data?.billing_mode?.type),
        description: data?.description ?? null,
        effective_date: data?.effective_date ?? null,
        metadata: withMetadata({}, data?.metadata),
        trial_period_days: data?.trial_period_days ?? null,
      },
    },
    itemsOf(world, params.line_items ?? [], customer),
    params.discounts ?? null,
  )
}

/** Clones a quote as a new draft. A revision of an open quote gets that quote's next number. */
function cloneQuote(world: World, params: QuoteCreate): Quote {
  const { from_quote, expires_at, ...others } = params
  const [other] = Object.entries(others).find(([, value]) => value !== undefined) ?? []
  if (other) throw invalid(`You cannot set \`${other}\` if \`from_quote\` is set.`, other)
  const { quote: id = '', is_revision = false } = from_quote ?? {}
  const source = find(world.store.quotes, 'quote', id, 'from_quote[quote]')
  const clonable = is_revision ? ['open'] : ['draft', 'open', 'accepted']
  if (!clonable.includes(source.status)) {
    throw invalid(
      `A quote that is ${source.status} cannot be ${is_revision ? 'revised' : 'cloned'}.`,
      'from_quote[quote]',
    )
  }
  const known = find(world.store.quotedItems, 'quote', id)
  const now = world.clock.seconds()
  const customer = source.customer
  if (expires_at !== undefined) checkExpiry(world, expires_at)
  return draftQuote(
    world,
    {
      automatic_tax: source.automatic_tax,
      default_tax_rates: source.default_tax_rates,
      collection_method: source.collection_method,
      customer,
      description: source.description,
      expires_at: expires_at ?? now + (source.expires_at - source.created),
      footer: source.footer,
      from_quote: { is_revision, quote: id },
      header: source.header,
      invoice_settings: source.invoice_settings,
      metadata: source.metadata,
      subscription_data: source.subscription_data,
    },
    copyOfItems(world, known.items, customer),
    known.discounts,
  )
}

type Terms = Pick<
  Quote,
  | 'automatic_tax'
  | 'collection_method'
  | 'customer'
  | 'default_tax_rates'
  | 'description'
  | 'expires_at'
  | 'footer'
  | 'from_quote'
  | 'header'
  | 'invoice_settings'
  | 'metadata'
  | 'subscription_data'
>

function draftQuote(
  world: World,
  terms: Terms,
  items: QuotedItem[],
  given: DiscountReference[] | null,
): Quote {
  const id = world.ids.next('qt', 24)
  const discounts = quotedDiscounts(world, items, given, terms.customer)
  world.store.quotedItems.put({ id, object: 'quoted_items', items, discounts: given })
  world.agenda.plan('expire quote', id, terms.expires_at * 1000)
  return create(
    world,
    world.store.quotes,
    {
      id,
      object: 'quote',
      ...quoteAmounts(
        world,
        items,
        discounts,
        terms.subscription_data.trial_period_days,
        taxationOf(world, terms, terms.customer),
      ),
      application: null,
      application_fee_amount: null,
      application_fee_percent: null,
      created: world.clock.seconds(),
      customer_account: null,
      discounts,
      invoice: null,
      livemode: false,
      number: null,
      on_behalf_of: null,
      status: 'draft',
      status_transitions: { accepted_at: null, canceled_at: null, finalized_at: null },
      subscription: null,
      subscription_schedule: null,
      test_clock: world.agenda.testClock,
      transfer_data: null,
      ...terms,
    } satisfies Quote,
    'quote.created',
  )
}

/** Changes a draft. An open quote can only get another expiration date. */
export function updateQuote(world: World, id: string, params: QuoteUpdate): Quote {
  const quote = find(world.store.quotes, 'quote', id)
  checkUpdate(quote, params)
  checkTerms(world, quote, params)
  const { subscription_data: data, invoice_settings } = params
  const known = find(world.store.quotedItems, 'quote', id)
  const customer = params.customer ?? quote.customer
  if (params.customer) customerOf(world, params.customer, 'customer')
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
  const expires_at = params.expires_at ?? quote.expires_at
  world.agenda.plan('expire quote', id, expires_at * 1000)
  const subscription_data = {
    ...quote.subscription_data,
    ...(data?.description !== undefined && { description: data.description }),
    ...(data?.effective_date !== undefined && { effective_date: data.effective_date }),
    ...(data?.trial_period_days !== undefined && { trial_period_days: data.trial_period_days }),
    // Unlike other metadata, this replaces what was there.
    ...(data?.metadata !== undefined && { metadata: withMetadata({}, data.metadata) }),
  }
  const tax = withTax(world, quote, params, customer)
  return change(world, world.store.quotes, quote, {
    ...quoteAmounts(
      world,
      items,
      discounts,
      subscription_data.trial_period_days,
      taxationOf(world, tax, customer),
    ),
    ...tax,
    discounts,
    customer,
    expires_at,
    ...(params.collection_method && { collection_method: params.collection_method }),
    invoice_settings: {
      ...withInvoiceSettings(quote.invoice_settings, invoice_settings),
      ...(invoice_settings?.days_until_due !== undefined && {
        days_until_due: invoice_settings.days_until_due,
      }),
      ...(params.collection_method === 'charge_automatically' && { days_until_due: null }),
    },
    ...(params.description !== undefined && { description: params.description }),
    ...(params.footer !== undefined && { footer: params.footer }),
    ...(params.header !== undefined && { header: params.header }),
    metadata: withMetadata(quote.metadata, params.metadata),
    subscription_data,
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
  const { items } = find(world.store.quotedItems, 'quote', id)
  if (items.length === 0) {
    throw invalid('You must provide line items before finalizing.', 'line_items')
  }
  checkQuoteTax(world, quote, items)
  if (params.expires_at !== undefined) checkExpiry(world, params.expires_at)
  const expires_at = params.expires_at ?? quote.expires_at
  world.agenda.plan('expire quote', id, expires_at * 1000)
  return change(
    world,
    world.store.quotes,
    quote,
    {
      status: 'open',
      number: nextNumber(world, quote),
      expires_at,
      status_transitions: { ...quote.status_transitions, finalized_at: world.clock.seconds() },
    },
    'quote.finalized',
  )
}

/** Accepts an open quote and creates its subscription, schedule or invoice. */
export function acceptQuote(world: World, id: string): Quote {
  const quote = find(world.store.quotes, 'quote', id)
  if (quote.status !== 'open' || !quote.customer) throw wrongStatus(quote, 'accepted')
  world.agenda.cancel('expire quote', id)
  const made = fulfill(world, quote)
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

/** Cancels a quote that isn't accepted by its expiration date. */
export const expireQuote = (world: World, id: string) => {
  const { status } = find(world.store.quotes, 'quote', id)
  if (status === 'draft' || status === 'open') cancelQuote(world, id)
}

function checkUpdate(quote: Quote, params: QuoteUpdate): void {
  const [other] =
    Object.entries(params).find(([name, value]) => name !== 'expires_at' && value !== undefined) ??
    []
  if (quote.status === 'open' && other) {
    throw invalid('Only the expires_at of an open quote can be updated.', other)
  }
  if (quote.status !== 'draft' && quote.status !== 'open') throw wrongStatus(quote, 'updated')
  if (params.customer && quote.customer && params.customer !== quote.customer) {
    throw invalid('The customer of a quote cannot be changed.', 'customer')
  }
}

function checkTerms(
  world: World,
  { collection_method: before }: Pick<Quote, 'collection_method'>,
  { collection_method = before as 'send_invoice', expires_at, invoice_settings }: QuoteUpdate,
): void {
  if (expires_at !== undefined) checkExpiry(world, expires_at)
  if (invoice_settings?.days_until_due !== undefined && collection_method !== 'send_invoice') {
    throw invalid(
      'You can only pass days_until_due if collection_method is set to send_invoice.',
      'invoice_settings[days_until_due]',
    )
  }
}

function checkExpiry(world: World, expires_at: number): void {
  if (expires_at > world.clock.seconds()) return
  throw invalid('expires_at must be in the future.', 'expires_at')
}

const billingMode = (type: 'classic' | 'flexible' = 'flexible') => ({
  type,
  ...(type === 'flexible' && { flexible: { proration_discounts: 'included' as const } }),
})

const wrongStatus = (quote: Quote, done: string) =>
  invalid(`This quote is ${quote.status} and cannot be ${done}.`)
