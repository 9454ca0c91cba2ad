import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

async function world() {
  const at = stripeInProcess()
  const { stripe } = at
  const customer = (await payingCustomer(stripe)).id
  const rate = async (percentage: number, inclusive = false) =>
    (await stripe.taxRates.create({ display_name: 'VAT', percentage, inclusive })).id
  const subscribe = async (given: Partial<Stripe.SubscriptionCreateParams> = {}, amount = 1000) =>
    stripe.subscriptions.create({
      customer,
      items: [{ price: (await monthlyPrice(stripe, amount)).id }],
      ...given,
    })
  const invoices = async () => (await stripe.invoices.list({ customer })).data.toReversed()
  return { ...at, customer, rate, subscribe, invoices }
}

const amounts = (invoice: Stripe.Invoice | undefined) => ({
  subtotal: invoice?.subtotal,
  subtotal_excluding_tax: invoice?.subtotal_excluding_tax,
  tax: invoice?.total_taxes?.map((each) => each.amount).toSorted((a, b) => a - b),
  total: invoice?.total,
  total_excluding_tax: invoice?.total_excluding_tax,
})

describe('a tax rate', () => {
  it('is created, described anew, archived and listed', async () => {
    const at = await world()
    const { stripe } = at
    const rate = await stripe.taxRates.create({
      display_name: 'MwSt.',
      percentage: 19,
      inclusive: true,
      country: 'DE',
      tax_type: 'vat',
    })

    await stripe.taxRates.update(rate.id, { display_name: 'USt.', active: false })

    expect(rate).toMatchObject({
      percentage: 19,
      effective_percentage: 19,
      rate_type: 'percentage',
    })
    expect(await stripe.taxRates.retrieve(rate.id)).toMatchObject({ display_name: 'USt.' })
    expect((await stripe.taxRates.list({ active: true })).data).toEqual([])
    expect((await stripe.taxRates.list({ inclusive: true })).data).toHaveLength(1)
    expect(eventTypes(at)).toEqual(expect.arrayContaining(['tax_rate.created', 'tax_rate.updated']))
  })

  it.each([
    ['a percentage over 100', { percentage: 101 }],
    ['a negative percentage', { percentage: -1 }],
    ['five decimal places', { percentage: 8.12345 }],
  ])('is refused with %s', async (_, given) => {
    const { stripe } = await world()

    const creating = stripe.taxRates.create({ display_name: 'VAT', inclusive: false, ...given })

    await expect(creating).rejects.toMatchObject({ statusCode: 400, param: 'percentage' })
  })

  it('keeps its percentage', async () => {
    const { stripe, rate } = await world()

    const changing = stripe.taxRates.update(await rate(20), { percentage: 21 } as object)

    await expect(changing).rejects.toMatchObject({ code: 'parameter_unknown' })
  })

  it('is refused if it is unknown, archived, named twice or the sixth', async () => {
    const { stripe, rate, subscribe } = await world()
    const archived = await rate(20)
    await stripe.taxRates.update(archived, { active: false })
    const some = [await rate(1), await rate(2), await rate(3), await rate(4), await rate(5)]

    for (const rates of [['txr_none'], [archived], [some[0], some[0]], [...some, await rate(6)]]) {
      await expect(subscribe({ default_tax_rates: rates as string[] })).rejects.toMatchObject({
        statusCode: 400,
        param: expect.stringContaining('default_tax_rates'),
      })
    }
  })

  it('that is archived stays on the subscriptions that have it', async () => {
    const { stripe, engine, rate, subscribe, invoices } = await world()
    const vat = await rate(20)
    const { id } = await subscribe({ default_tax_rates: [vat] })
    await stripe.taxRates.update(vat, { active: false })

    await stripe.subscriptions.update(id, { default_tax_rates: [vat] })
    engine.clock.advance({ days: 32 })

    expect((await invoices()).map(({ total }) => total)).toEqual([1200, 1200])
  })
})

describe('the taxes of an invoice', () => {
  it('are added to the amounts if they are exclusive', async () => {
    const { rate, subscribe, invoices } = await world()
    const vat = await rate(19.6)

    const subscription = await subscribe({ default_tax_rates: [vat] })

    const [invoice] = await invoices()
    expect(subscription.default_tax_rates?.map(({ id }) => id)).toEqual([vat])
    expect(invoice?.default_tax_rates.map(({ id }) => id)).toEqual([vat])
    expect(amounts(invoice)).toEqual({
      subtotal: 1000,
      subtotal_excluding_tax: 1000,
      tax: [196],
      total: 1196,
      total_excluding_tax: 1000,
    })
    expect(invoice?.amount_paid).toBe(1196)
    expect(invoice?.lines.data[0]?.taxes).toEqual([
      {
        amount: 196,
        tax_behavior: 'exclusive',
        tax_rate_details: { tax_rate: vat },
        taxability_reason: 'not_available',
        taxable_amount: 1000,
        type: 'tax_rate_details',
      },
    ])
  })

  it('are a part of the amounts if they are inclusive', async () => {
    const { rate, subscribe, invoices } = await world()

    await subscribe({ default_tax_rates: [await rate(20, true)] }, 3000)

    expect(amounts((await invoices())[0])).toEqual({
      subtotal: 3000,
      subtotal_excluding_tax: 2500,
      tax: [500],
      total: 3000,
      total_excluding_tax: 2500,
    })
  })

  it('are rounded once for each line and rate, halves up', async () => {
    const { stripe, rate, customer } = await world()
    const [a, b] = [await rate(15), await rate(2.5)]
    for (const amount of [43, 484]) {
      await stripe.invoiceItems.create({ customer, amount, currency: 'usd' })
    }

    const invoice = await stripe.invoices.create({
      customer,
      pending_invoice_items_behavior: 'include',
      default_tax_rates: [a, b],
    })

    expect(
      Object.fromEntries(
        invoice.lines.data.map((line) => [line.amount, line.taxes?.map((tax) => tax.amount)]),
      ),
    ).toEqual({ 43: [6, 1], 484: [73, 12] })
    expect(invoice.total_taxes?.map((tax) => [tax.amount, tax.taxable_amount])).toEqual([
      [79, 527],
      [13, 527],
    ])
    expect(invoice.total).toBe(527 + 79 + 13)
  })

  it('are an item’s own, if it has some, and otherwise the default', async () => {
    const { stripe, rate, subscribe, invoices } = await world()
    const [a, b] = [await monthlyPrice(stripe, 1000), await monthlyPrice(stripe, 2000)]

    const { items } = await subscribe({
      items: [{ price: a.id, tax_rates: [await rate(10)] }, { price: b.id }],
      default_tax_rates: [await rate(20)],
    })

    expect(items.data.map((item) => item.tax_rates?.map(({ percentage }) => percentage))).toEqual([
      [10],
      [],
    ])
    expect(amounts((await invoices())[0])).toMatchObject({ tax: [100, 400], total: 3500 })
  })

  it('are calculated after discounts', async () => {
    const { stripe, rate, subscribe, invoices } = await world()
    const coupon = (await stripe.coupons.create({ percent_off: 50, duration: 'forever' })).id

    await subscribe({ default_tax_rates: [await rate(20)], discounts: [{ coupon }] })
    await subscribe({ default_tax_rates: [await rate(25, true)], discounts: [{ coupon }] })

    const [exclusive, inclusive] = await invoices()
    expect(amounts(exclusive)).toMatchObject({ subtotal: 1000, tax: [100], total: 600 })
    expect(amounts(inclusive)).toEqual({
      subtotal: 1000,
      subtotal_excluding_tax: 800,
      tax: [100],
      total: 500,
      total_excluding_tax: 400,
    })
  })

  it('change with the defaults of a draft, except on items with their own', async () => {
    const { stripe, rate, customer } = await world()
    const own = await rate(10)
    await stripe.invoiceItems.create({ customer, amount: 1000, currency: 'usd', tax_rates: [own] })
    await stripe.invoiceItems.create({ customer, amount: 1000, currency: 'usd' })
    const { id = '' } = await stripe.invoices.create({
      customer,
      pending_invoice_items_behavior: 'include',
      default_tax_rates: [await rate(20)],
    })

    const changed = await stripe.invoices.update(id, { default_tax_rates: [await rate(30, true)] })
    const without = await stripe.invoices.update(id, { default_tax_rates: '' })

    expect(amounts(changed)).toMatchObject({ tax: [100, 231], total: 2100 })
    expect(amounts(without)).toMatchObject({ tax: [100], total: 2100 })
  })

  it('are zero for customers who are exempt or pay the tax themselves', async () => {
    const { stripe, rate, customer, subscribe, invoices } = await world()
    await stripe.customers.update(customer, { tax_exempt: 'reverse' })

    await subscribe({ default_tax_rates: [await rate(20)] })
    await stripe.customers.update(customer, { tax_exempt: 'exempt' })
    await subscribe({ default_tax_rates: [await rate(20, true)] })

    const [reverse, exempt] = await invoices()
    expect(reverse?.total).toBe(1000)
    expect(reverse?.total_taxes).toMatchObject([{ amount: 0, taxability_reason: 'reverse_charge' }])
    expect(exempt?.total_taxes).toMatchObject([{ amount: 0, taxability_reason: 'customer_exempt' }])
  })

  it('are on extra items and usage as well', async () => {
    const { stripe, engine, customer, rate, invoices } = await world()
    const meter = await stripe.billing.meters.create({
      display_name: 'Calls',
      event_name: 'calls',
      default_aggregation: { formula: 'sum' },
    })
    const product = (await stripe.products.create({ name: 'API' })).id
    const metered = await stripe.prices.create({
      product,
      currency: 'usd',
      unit_amount: 10,
      recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    })
    const setup = await stripe.prices.create({ product, currency: 'usd', unit_amount: 5000 })
    await stripe.subscriptions.create({
      customer,
      items: [{ price: metered.id, tax_rates: [await rate(5)] }],
      add_invoice_items: [{ price: setup.id, tax_rates: [await rate(8)] }],
      default_tax_rates: [await rate(50)],
    })
    await stripe.billing.meterEvents.create({
      event_name: 'calls',
      payload: { stripe_customer_id: customer, value: '100' },
    })

    engine.clock.advance({ days: 32 })

    expect((await invoices()).map(amounts)).toMatchObject([
      { tax: [400], total: 5400 },
      { tax: [50], total: 1050 },
    ])
  })
})

describe('a proration', () => {
  it('gives the tax back that was charged, also after the rate changed', async () => {
    const { stripe, rate, subscribe, invoices } = await world()
    const subscription = await subscribe({ default_tax_rates: [await rate(20)] })
    await stripe.subscriptions.update(subscription.id, { default_tax_rates: [await rate(10)] })

    await stripe.subscriptions.update(subscription.id, {
      items: [
        {
          id: subscription.items.data[0]?.id,
          price: (await monthlyPrice(stripe, 3000)).id,
        },
      ],
      proration_behavior: 'always_invoice',
    })

    const [, change] = await invoices()
    expect(change?.lines.data.map((line) => [line.amount, line.taxes?.[0]?.amount])).toEqual([
      [-1000, -200],
      [3000, 300],
    ])
    expect(change?.total).toBe(2100)
  })

  it('gives no tax back if none was charged', async () => {
    const { stripe, rate, subscribe, invoices } = await world()
    const { id, items } = await subscribe()

    await stripe.subscriptions.update(id, {
      default_tax_rates: [await rate(20)],
      items: [{ id: items.data[0]?.id, price: (await monthlyPrice(stripe, 3000)).id }],
      proration_behavior: 'always_invoice',
    })

    const [, change] = await invoices()
    expect(change?.lines.data.map((line) => line.taxes?.[0]?.amount)).toEqual([undefined, 600])
    expect(change?.total).toBe(2600)
  })

  it('is previewed as it is charged', async () => {
    const { stripe, engine, rate, subscribe, invoices } = await world()
    const { id, items } = await subscribe({ default_tax_rates: [await rate(7.7)] })
    engine.clock.advance({ days: 11 })
    const change = {
      items: [{ id: items.data[0]?.id, price: (await monthlyPrice(stripe, 4999)).id }],
      proration_behavior: 'always_invoice' as const,
    }

    const preview = await stripe.invoices.createPreview({
      subscription: id,
      subscription_details: change,
    })
    await stripe.subscriptions.update(id, change)

    const [, charged] = await invoices()
    expect(amounts(preview)).toEqual(amounts(charged))
    expect(charged?.amount_paid).toBe(preview.amount_due)
  })
})

describe('a schedule', () => {
  it('gives each phase the tax rates that it names', async () => {
    const { stripe, engine, customer, rate, invoices } = await world()
    const price = (await monthlyPrice(stripe, 1000)).id
    const month = { duration: { interval: 'month' as const } }

    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      phases: [
        { items: [{ price }], ...month, default_tax_rates: [await rate(20)] },
        { items: [{ price, tax_rates: [await rate(10)] }], ...month },
        { items: [{ price }], ...month },
      ],
    })
    engine.clock.advance({ days: 70 })

    expect(schedule.phases[0]?.default_tax_rates).toMatchObject([{ percentage: 20 }])
    expect(schedule.phases[1]?.items[0]?.tax_rates).toMatchObject([{ percentage: 10 }])
    expect((await invoices()).map(({ total }) => total)).toEqual([1200, 1100, 1000])
  })

  it('that is made from a subscription keeps its tax rates', async () => {
    const { stripe, engine, rate, subscribe, invoices } = await world()
    const { id } = await subscribe({ default_tax_rates: [await rate(20)] })

    const { phases } = await stripe.subscriptionSchedules.create({ from_subscription: id })
    engine.clock.advance({ days: 32 })

    expect(phases[0]?.default_tax_rates).toMatchObject([{ percentage: 20 }])
    expect((await invoices()).map(({ total }) => total)).toEqual([1200, 1200])
  })
})

describe('automatic tax', () => {
  async function automatic(address: Stripe.AddressParam = { country: 'DE' }) {
    const at = await world()
    at.engine.taxes.set({
      DE: {
        percentage: 19,
        taxCodes: { txcd_books: 7 },
        displayName: 'VAT',
        taxType: 'vat',
      },
      FR: { percentage: 20 },
    })
    await at.stripe.customers.update(at.customer, { address })
    const price = async (given: Partial<Stripe.PriceCreateParams> = {}, tax_code?: string) => {
      const product = await at.stripe.products.create({
        name: 'Pro',
        ...(tax_code && { tax_code }),
      })
      return at.stripe.prices.create({
        product: product.id,
        currency: 'usd',
        unit_amount: 1000,
        recurring: { interval: 'month' },
        ...given,
      })
    }
    const buy = async (each: Stripe.Price) =>
      at.subscribe({ items: [{ price: each.id }], automatic_tax: { enabled: true } })
    return { ...at, price, buy }
  }

  it('is that of the customer’s country, on top of the price', async () => {
    const { stripe, price, buy, invoices } = await automatic()

    const subscription = await buy(await price())

    const [invoice] = await invoices()
    expect(subscription.automatic_tax).toEqual({
      disabled_reason: null,
      enabled: true,
      liability: { type: 'self' },
    })
    expect(invoice?.automatic_tax).toMatchObject({ enabled: true, status: 'complete' })
    expect(amounts(invoice)).toMatchObject({ tax: [190], total: 1190 })
    const [tax] = invoice?.total_taxes ?? []
    expect(tax?.taxability_reason).toBe('standard_rated')
    expect(await stripe.taxRates.retrieve(tax?.tax_rate_details?.tax_rate ?? '')).toMatchObject({
      country: 'DE',
      display_name: 'VAT',
      percentage: 19,
      tax_type: 'vat',
    })
  })

  it('is in a price whose tax behavior is inclusive', async () => {
    const { price, buy, invoices } = await automatic()

    await buy(await price({ tax_behavior: 'inclusive' }))

    expect(amounts((await invoices())[0])).toMatchObject({ tax: [160], total: 1000 })
  })

  it.each([
    ['txcd_books', [70], 'reduced_rated'],
    ['txcd_00000000', [0], 'product_exempt'],
    ['txcd_10000000', [190], 'standard_rated'],
  ])('follows the product’s tax code %s', async (code, tax, reason) => {
    const { price, buy, invoices } = await automatic()

    await buy(await price({}, code))

    const [invoice] = await invoices()
    expect(amounts(invoice)).toMatchObject({ tax })
    expect(invoice?.total_taxes?.[0]?.taxability_reason).toBe(reason)
  })

  it('is zero in countries that are not in the table', async () => {
    const { price, buy, invoices } = await automatic({ country: 'US' })

    await buy(await price())

    const [invoice] = await invoices()
    expect(invoice?.total).toBe(1000)
    expect(invoice?.total_taxes).toMatchObject([{ amount: 0, taxability_reason: 'not_collecting' }])
  })

  it('follows the customer to another country, while credits keep the tax of their charge', async () => {
    const { stripe, customer, price, buy, invoices } = await automatic()
    const { id, items } = await buy(await price())
    await stripe.customers.update(customer, { address: { country: 'FR' } })

    await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id, price: (await price({ unit_amount: 3000 })).id }],
      proration_behavior: 'always_invoice',
    })

    const [, change] = await invoices()
    expect(change?.lines.data.map((line) => line.taxes?.[0]?.amount)).toEqual([-190, 600])
  })

  it('is refused without an address, and together with tax rates', async () => {
    const { stripe, customer, rate, subscribe } = await automatic()
    const automatic_tax = { enabled: true }

    await expect(
      subscribe({ automatic_tax, default_tax_rates: [await rate(20)] }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'default_tax_rates' })
    await stripe.customers.update(customer, { address: '' })
    await expect(subscribe({ automatic_tax })).rejects.toMatchObject({
      code: 'customer_tax_location_invalid',
    })
  })

  it('ends at a finalization without the customer’s address', async () => {
    const { stripe, engine, customer, price, buy, invoices } = await automatic()
    const { id } = await buy(await price())
    await stripe.customers.update(customer, { address: '' })

    engine.clock.advance({ days: 32 })

    const [, renewal] = await invoices()
    expect(renewal).toMatchObject({
      total: 1000,
      automatic_tax: {
        enabled: false,
        disabled_reason: 'finalization_requires_location_inputs',
      },
    })
    expect((await stripe.subscriptions.retrieve(id)).automatic_tax).toMatchObject({
      enabled: false,
      disabled_reason: 'requires_location_inputs',
    })
  })

  it('has a table that the control API reads and changes', async () => {
    const { local } = await automatic()
    const table = async (change?: object) =>
      (
        await local.fetch('http://localhost:12111/_control/taxes', {
          ...(change && { method: 'POST', body: JSON.stringify(change) }),
        })
      ).json()

    expect(await table({ FR: null, US: { percentage: 8.25 } })).toMatchObject({
      DE: { percentage: 19 },
      US: { percentage: 8.25 },
    })
    expect(await table()).not.toHaveProperty('FR')
    expect(await table({ Germany: { percentage: 19 } })).toHaveProperty('error')
  })
})

describe('a tax id', () => {
  it('is shown on the customer and on invoices, and is verified', async () => {
    const at = await world()
    const { stripe, engine, customer } = at
    const vat = await stripe.customers.createTaxId(customer, {
      type: 'eu_vat',
      value: 'DE123456789',
    })
    engine.clock.advance({ minutes: 5 })

    const { tax_ids } = (await stripe.customers.retrieve(customer, {
      expand: ['tax_ids'],
    })) as Stripe.Customer
    const invoice = await stripe.invoices.create({ customer })

    expect(vat).toMatchObject({ country: 'DE', customer, verification: { status: 'pending' } })
    expect(tax_ids?.data).toMatchObject([{ id: vat.id, verification: { status: 'verified' } }])
    expect(invoice.customer_tax_ids).toEqual([{ type: 'eu_vat', value: 'DE123456789' }])
    expect((await stripe.taxIds.list({ owner: { type: 'customer', customer } })).data).toHaveLength(
      1,
    )
    await stripe.customers.deleteTaxId(customer, vat.id)
    expect((await stripe.customers.listTaxIds(customer)).data).toEqual([])
    expect(eventTypes(at).filter((type) => type.startsWith('customer.tax_id'))).toEqual([
      'customer.tax_id.created',
      'customer.tax_id.updated',
      'customer.tax_id.deleted',
    ])
  })

  it('comes with a new customer', async () => {
    const { stripe } = await world()

    const { id } = await stripe.customers.create({
      tax_id_data: [{ type: 'gb_vat', value: 'GB111111111' }],
    })

    expect((await stripe.customers.listTaxIds(id)).data).toMatchObject([
      { country: 'GB', type: 'gb_vat' },
    ])
  })

  it('can be the account’s own', async () => {
    const { stripe } = await world()

    const own = await stripe.taxIds.create({ type: 'us_ein', value: '12-3456789' })

    expect(own).toMatchObject({ customer: null, owner: { type: 'self' }, country: 'US' })
    expect((await stripe.taxIds.list()).data).toHaveLength(1)
    await stripe.taxIds.del(own.id)
    await expect(stripe.taxIds.retrieve(own.id)).rejects.toMatchObject({ statusCode: 404 })
  })

  it('is refused with a value that cannot be one', async () => {
    const { stripe, customer } = await world()

    await expect(
      stripe.customers.createTaxId(customer, { type: 'eu_vat', value: '123' }),
    ).rejects.toMatchObject({ code: 'tax_id_invalid' })
  })
})

describe('a quote', () => {
  async function quoted(given: Partial<Stripe.QuoteCreateParams>) {
    const at = await world()
    const recurring = (await monthlyPrice(at.stripe, 1000)).id
    const setup = await at.stripe.prices.create({
      product_data: { name: 'Setup' },
      currency: 'usd',
      unit_amount: 5000,
    })
    const quote = await at.stripe.quotes.create({
      customer: at.customer,
      line_items: [{ price: recurring }, { price: setup.id, tax_rates: [await at.rate(10)] }],
      default_tax_rates: [await at.rate(20)],
      ...given,
    })
    return { ...at, quote }
  }

  it('totals its taxes, and its subscription has them', async () => {
    const { stripe, engine, quote, invoices } = await quoted({})
    const lines = await stripe.quotes.listLineItems(quote.id)

    await stripe.quotes.finalizeQuote(quote.id)
    const accepted = await stripe.quotes.accept(quote.id)
    engine.clock.advance({ days: 32 })

    expect(quote).toMatchObject({ amount_subtotal: 6000, amount_total: 6700 })
    expect(quote.total_details.amount_tax).toBe(700)
    expect(quote.computed.recurring?.amount_total).toBe(1200)
    expect(lines.data.map((line) => [line.amount_tax, line.amount_total]).toSorted()).toEqual([
      [200, 1200],
      [500, 5500],
    ])
    const { default_tax_rates } = await stripe.subscriptions.retrieve(String(accepted.subscription))
    expect(default_tax_rates).toMatchObject([{ percentage: 20 }])
    expect((await invoices()).map(({ total }) => total)).toEqual([6700, 1200])
  })

  it('with automatic tax needs the customer’s address before it is finalized', async () => {
    const { stripe, engine, customer, quote } = await quoted({
      default_tax_rates: [],
      line_items: [],
      automatic_tax: { enabled: true },
    })
    engine.taxes.set({ DE: { percentage: 19 } })
    const price = (await monthlyPrice(stripe, 1000)).id
    await stripe.quotes.update(quote.id, { line_items: [{ price }] })

    expect(quote.automatic_tax.status).toBe('requires_location_inputs')
    await expect(stripe.quotes.finalizeQuote(quote.id)).rejects.toMatchObject({
      code: 'customer_tax_location_invalid',
    })

    await stripe.customers.update(customer, { address: { country: 'DE' } })
    const located = await stripe.quotes.update(quote.id, { description: 'For Germany' })
    await stripe.quotes.finalizeQuote(quote.id)
    await stripe.quotes.accept(quote.id)

    expect(located).toMatchObject({ amount_total: 1190, automatic_tax: { status: 'complete' } })
    expect((await stripe.invoices.list({ customer })).data.map(({ total }) => total)).toEqual([
      1190,
    ])
  })
})

it('a phase begins with the tax rates that were archived since', async () => {
  const { stripe, engine, customer, rate, invoices } = await world()
  const price = (await monthlyPrice(stripe, 1000)).id
  const vat = await rate(20)
  const month = { duration: { interval: 'month' as const } }
  await stripe.subscriptionSchedules.create({
    customer,
    start_date: 'now',
    phases: [
      { items: [{ price }], ...month },
      { items: [{ price }], ...month, default_tax_rates: [vat] },
    ],
  })
  await stripe.taxRates.update(vat, { active: false })

  engine.clock.advance({ days: 40 })

  expect((await invoices()).map(({ total }) => total)).toEqual([1000, 1200])
})

describe('a credit note', () => {
  async function paidInvoice() {
    const at = await world()
    await at.subscribe({ default_tax_rates: [await at.rate(20)] })
    const [invoice] = await at.invoices()
    if (!invoice) throw new Error('There is no invoice')
    const [line] = invoice.lines.data
    return { ...at, invoice: invoice.id ?? '', line: line?.id ?? '' }
  }

  it('gives back the taxes and discounts of the line that it credits', async () => {
    const { stripe, customer, subscribe, rate, invoices } = await world()
    const half = (await stripe.coupons.create({ percent_off: 50 })).id
    await subscribe({ default_tax_rates: [await rate(20)], discounts: [{ coupon: half }] })
    const [invoice] = await invoices()

    const note = await stripe.creditNotes.create({
      invoice: invoice?.id ?? '',
      lines: [
        { type: 'invoice_line_item', invoice_line_item: invoice?.lines.data[0]?.id, amount: 500 },
      ],
      credit_amount: 300,
    })

    expect(note).toMatchObject({
      amount: 300,
      subtotal: 500,
      discount_amount: 250,
      total: 300,
      total_excluding_tax: 250,
      total_taxes: [{ amount: 50, tax_behavior: 'exclusive' }],
    })
    expect(note.lines.data[0]).toMatchObject({ amount: 500, discount_amount: 250 })
    expect((await stripe.customers.retrieve(customer)) as Stripe.Customer).toMatchObject({
      balance: -300,
    })
  })

  it('credits a whole line to the cent', async () => {
    const { stripe, invoice, line } = await paidInvoice()

    const note = await stripe.creditNotes.create({
      invoice,
      lines: [{ type: 'invoice_line_item', invoice_line_item: line, quantity: 1 }],
      refund_amount: 1200,
    })

    expect(note).toMatchObject({ amount: 1200, subtotal: 1000, total_excluding_tax: 1000 })
  })

  it('taxes a line of its own by rates or by amounts', async () => {
    const { stripe, rate, invoice } = await paidInvoice()
    const included = await rate(25, true)
    const line = { type: 'custom_line_item' as const, unit_amount: 100, quantity: 1 }

    const byRates = await stripe.creditNotes.preview({
      invoice,
      lines: [{ ...line, tax_rates: [included] }],
      credit_amount: 100,
    })
    const byAmounts = await stripe.creditNotes.preview({
      invoice,
      lines: [
        {
          ...line,
          tax_amounts: [{ amount: 7, tax_rate: await rate(7), taxable_amount: 100 }],
        },
      ],
      credit_amount: 107,
    })

    expect(byRates).toMatchObject({ total: 100, subtotal_excluding_tax: 80 })
    expect(byRates.lines.data[0]?.tax_rates).toMatchObject([{ id: included }])
    expect(byAmounts).toMatchObject({ total: 107, total_excluding_tax: 100 })
  })
})
