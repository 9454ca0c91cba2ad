import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

async function world() {
  const at = stripeInProcess()
  const { stripe, engine } = at
  const customer = (await payingCustomer(stripe)).id
  const price = (await monthlyPrice(stripe, 4900)).id
  const setup = (
    await stripe.prices.create({
      product: (await stripe.products.create({ name: 'Rollout' })).id,
      currency: 'usd',
      unit_amount: 10_000,
    })
  ).id
  const quote = (given: Partial<Stripe.QuoteCreateParams> = {}) =>
    stripe.quotes.create({ customer, line_items: [{ price, quantity: 2 }], ...given })
  const accept = async (id: string) => {
    await stripe.quotes.finalizeQuote(id)
    return stripe.quotes.accept(id)
  }
  const inDays = (days: number) => Math.floor(engine.clock.now().getTime() / 1000) + days * 86_400
  return { ...at, customer, price, setup, quote, accept, inDays }
}

const settings = {
  custom_fields: [{ name: 'PO', value: '7' }],
  footer: 'Thank you',
  description: 'As agreed',
}

describe('a quote with an effective date', () => {
  it('becomes a schedule that starts then, with all its terms', async () => {
    const { stripe, engine, customer, setup, price, quote, accept, inDays } = await world()
    const half = (await stripe.coupons.create({ percent_off: 50, duration: 'forever' })).id
    const start = inDays(20)
    const { id } = await quote({
      line_items: [{ price, quantity: 2 }, { price: setup }],
      discounts: [{ coupon: half }],
      collection_method: 'send_invoice',
      invoice_settings: { ...settings, days_until_due: 14 },
      subscription_data: {
        effective_date: start,
        description: 'Contract 7',
        metadata: { deal: '7' },
      },
    })

    const accepted = await accept(id)

    expect(accepted).toMatchObject({ status: 'accepted', subscription: null, invoice: null })
    const schedule = accepted.subscription_schedule as string
    expect(await stripe.subscriptionSchedules.retrieve(schedule)).toMatchObject({
      status: 'not_started',
      phases: [{ start_date: start, metadata: { deal: '7' }, discounts: [{ coupon: half }] }],
    })
    expect((await stripe.invoices.list({ customer })).data).toEqual([])
    engine.clock.advance({ days: 21 })
    const { subscription } = await stripe.subscriptionSchedules.retrieve(schedule)
    expect(await stripe.subscriptions.retrieve(subscription as string)).toMatchObject({
      start_date: start,
      days_until_due: 14,
      description: 'Contract 7',
      metadata: { deal: '7' },
    })
    expect((await stripe.invoices.list({ customer })).data).toMatchObject([
      { total: (9800 + 10_000) / 2, ...settings, status: 'open' },
    ])
  })

  it('that is over when it is accepted becomes a subscription', async () => {
    const { engine, quote, accept, inDays } = await world()
    const { id } = await quote({ subscription_data: { effective_date: inDays(5) } })
    engine.clock.advance({ days: 6 })

    expect(await accept(id)).toMatchObject({
      subscription: expect.any(String),
      subscription_schedule: null,
    })
  })

  it('and a trial is free until the trial ends', async () => {
    const { stripe, engine, customer, quote, accept, inDays } = await world()
    const { id } = await quote({
      subscription_data: { effective_date: inDays(5), trial_period_days: 40 },
    })
    await accept(id)

    engine.clock.advance({ days: 44 })
    expect((await stripe.invoices.list({ customer })).data).toMatchObject([{ total: 0 }])
    engine.clock.advance({ days: 2 })

    expect((await stripe.invoices.list({ customer })).data).toMatchObject([
      { total: 9800, status: 'paid' },
      { total: 0 },
    ])
  })
})

describe('the terms of a quote', () => {
  it('are those of its subscription and its invoices', async () => {
    const { stripe, quote, accept } = await world()
    const { id } = await quote({
      header: 'Dear Ada',
      invoice_settings: settings,
      subscription_data: { description: 'Contract 7', billing_mode: { type: 'classic' } },
    })

    const accepted = await accept(id)

    expect(accepted).toMatchObject({ header: 'Dear Ada', invoice_settings: settings })
    expect(await stripe.subscriptions.retrieve(accepted.subscription as string)).toMatchObject({
      description: 'Contract 7',
      billing_mode: { type: 'classic' },
      invoice_settings: settings,
    })
    expect(await stripe.invoices.retrieve(accepted.invoice as string)).toMatchObject(settings)
  })

  it('are those of a one-time invoice, which stays a draft until it is finalized', async () => {
    const { stripe, engine, setup, quote, accept, inDays } = await world()
    const { id } = await quote({
      line_items: [{ price: setup }],
      collection_method: 'send_invoice',
      invoice_settings: { ...settings, days_until_due: 14 },
    })
    const accepted = await accept(id)
    const due = inDays(14)

    engine.clock.advance({ days: 1 })

    expect(await stripe.invoices.retrieve(accepted.invoice as string)).toMatchObject({
      ...settings,
      status: 'draft',
      auto_advance: false,
      due_date: due,
      parent: { type: 'quote_details', quote_details: { quote: id } },
    })
  })

  it('can change while it is a draft', async () => {
    const { stripe, quote } = await world()
    const { id } = await quote({
      subscription_data: { metadata: { a: '1' }, trial_period_days: 7 },
    })

    const updated = await stripe.quotes.update(id, {
      header: 'H',
      footer: 'F',
      collection_method: 'send_invoice',
      invoice_settings: { days_until_due: 10, footer: 'Due soon' },
      subscription_data: { metadata: { b: '2' }, trial_period_days: '' },
    })

    expect(updated).toMatchObject({
      header: 'H',
      footer: 'F',
      invoice_settings: { days_until_due: 10, footer: 'Due soon' },
      subscription_data: { metadata: { b: '2' }, trial_period_days: null },
    })
    expect(updated.subscription_data.metadata).not.toHaveProperty('a')
  })

  it('cannot change once it is open, except for the expiration date', async () => {
    const { stripe, engine, quote, inDays } = await world()
    const { id } = await quote()
    await stripe.quotes.finalizeQuote(id)

    await expect(stripe.quotes.update(id, { header: 'H' })).rejects.toMatchObject({
      statusCode: 400,
      param: 'header',
    })
    await stripe.quotes.update(id, { expires_at: inDays(3) })
    engine.clock.advance({ days: 4 })

    expect((await stripe.quotes.retrieve(id)).status).toBe('canceled')
  })

  it.each<[Stripe.QuoteCreateParams, string]>([
    [{ invoice_settings: { days_until_due: 5 } }, 'invoice_settings[days_until_due]'],
    [{ expires_at: 1 }, 'expires_at'],
  ])('refuse %o', async (given, param) => {
    const { quote } = await world()

    await expect(quote(given)).rejects.toMatchObject({ statusCode: 400, param })
  })

  it('end on the expiration date, even for a draft', async () => {
    const { stripe, engine, local, quote, inDays } = await world()
    const { id } = await quote({ expires_at: inDays(3) })

    engine.clock.advance({ days: 4 })

    expect((await stripe.quotes.retrieve(id)).status).toBe('canceled')
    expect(eventTypes({ local })).toContain('quote.canceled')
  })
})

describe('the line items of a quote', () => {
  const amountsOf = (items: Stripe.LineItem[] = []) =>
    items.map(({ id, amount_total }) => [id, amount_total])

  it('are listed and expanded with their discounts', async () => {
    const { stripe, price, setup, quote } = await world()
    const half = (await stripe.coupons.create({ percent_off: 50, duration: 'once' })).id
    const { id } = await quote({
      line_items: [
        { price, quantity: 2 },
        { price: setup, discounts: [{ coupon: half }] },
      ],
    })

    const items = (await stripe.quotes.listLineItems(id)).data

    expect(items).toMatchObject([
      { object: 'item', price: { id: price }, quantity: 2, amount_total: 9800 },
      {
        price: { id: setup },
        description: 'Rollout',
        amount_subtotal: 10_000,
        amount_discount: 5000,
        amount_total: 5000,
      },
    ])
    const expanded = await stripe.quotes.retrieve(id, {
      expand: ['line_items', 'computed.upfront.line_items'],
    })
    expect(amountsOf(expanded.line_items?.data)).toEqual(amountsOf(items))
    expect(amountsOf(expanded.computed.upfront.line_items?.data)).toEqual(
      amountsOf((await stripe.quotes.listComputedUpfrontLineItems(id)).data),
    )
    expect(await stripe.quotes.listLineItems(id, { limit: 1 })).toMatchObject({
      has_more: true,
      data: [{ id: items[0]?.id }],
    })
  })

  it('that are due at once leave out what a trial makes free', async () => {
    const { stripe, price, setup, quote, accept } = await world()
    const { id, amount_total, computed } = await quote({
      line_items: [{ price, quantity: 2 }, { price: setup }],
      subscription_data: { trial_period_days: 14 },
    })

    expect(amount_total).toBe(19_800)
    expect(computed).toMatchObject({
      upfront: { amount_total: 10_000 },
      recurring: { amount_total: 9800, interval: 'month', interval_count: 1 },
    })
    expect((await stripe.quotes.listComputedUpfrontLineItems(id)).data).toMatchObject([
      { amount_total: 0 },
      { amount_total: 10_000 },
    ])
    const { invoice } = await accept(id)
    expect(await stripe.invoices.retrieve(invoice as string)).toMatchObject({ total: 10_000 })
  })

  it('have one currency', async () => {
    const { stripe, price, quote } = await world()
    const euros = await stripe.prices.create({
      product: (await stripe.products.create({ name: 'Euros' })).id,
      currency: 'eur',
      unit_amount: 100,
    })

    await expect(quote({ line_items: [{ price }, { price: euros.id }] })).rejects.toMatchObject({
      statusCode: 400,
      param: 'line_items[1]',
    })
  })
})

describe('the number of a quote', () => {
  it('counts the quotes of its customer', async () => {
    const { stripe, customer, quote } = await world()
    const { invoice_prefix: prefix } = (await stripe.customers.retrieve(
      customer,
    )) as Stripe.Customer
    const numbers = []
    for (const { id } of [await quote(), await quote()]) {
      numbers.push((await stripe.quotes.finalizeQuote(id)).number)
    }
    const other = await payingCustomer(stripe)
    const { id } = await quote({ customer: other.id })

    expect(numbers).toEqual([`QT-${prefix}-0001-1`, `QT-${prefix}-0002-1`])
    expect((await stripe.quotes.finalizeQuote(id)).number).toMatch(/-0001-1$/)
  })
})

describe('a clone of a quote', () => {
  it('is a new draft with the same terms, and a revision has the next number', async () => {
    const { stripe, quote } = await world()
    const half = (await stripe.coupons.create({ percent_off: 50, duration: 'forever' })).id
    const source = await quote({
      discounts: [{ coupon: half }],
      header: 'Dear Ada',
      metadata: { deal: '7' },
    })
    const { number } = await stripe.quotes.finalizeQuote(source.id)

    const revision = await stripe.quotes.create({
      from_quote: { quote: source.id, is_revision: true },
    })

    expect(revision).toMatchObject({
      status: 'draft',
      number: null,
      customer: source.customer,
      amount_total: 4900,
      header: 'Dear Ada',
      metadata: { deal: '7' },
      from_quote: { quote: source.id, is_revision: true },
    })
    await stripe.quotes.update(revision.id, { discounts: '' })
    const open = await stripe.quotes.finalizeQuote(revision.id)
    expect(open.number).toBe(number?.replace(/1$/, '2'))
    expect(open.amount_total).toBe(9800)
    const copy = await stripe.quotes.create({ from_quote: { quote: source.id } })
    expect((await stripe.quotes.finalizeQuote(copy.id)).number).toMatch(/-0002-1$/)
  })

  it('takes no other parameters, and revises only open quotes', async () => {
    const { stripe, quote } = await world()
    const { id } = await quote()

    await expect(
      stripe.quotes.create({ from_quote: { quote: id }, header: 'H' }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'header' })
    await expect(
      stripe.quotes.create({ from_quote: { quote: id, is_revision: true } }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'from_quote[quote]' })
  })
})
