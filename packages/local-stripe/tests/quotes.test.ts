import { describe, expect, it } from 'vitest'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

describe('a quote', () => {
  it('becomes a subscription with send_invoice when it is accepted', async () => {
    const { stripe, engine, ...at } = stripeInProcess()
    const customer = await payingCustomer(stripe)
    const price = await monthlyPrice(stripe, 99_900)
    const quote = await stripe.quotes.create({
      customer: customer.id,
      line_items: [{ price: price.id, quantity: 2 }],
      collection_method: 'send_invoice',
      invoice_settings: { days_until_due: 30 },
    })
    expect(quote).toMatchObject({ status: 'draft', amount_total: 199_800 })

    await stripe.quotes.finalizeQuote(quote.id)
    const accepted = await stripe.quotes.accept(quote.id, { expand: ['subscription'] })
    engine.clock.advance({ hours: 2 })

    expect(accepted).toMatchObject({
      status: 'accepted',
      subscription: { status: 'active', collection_method: 'send_invoice', days_until_due: 30 },
    })
    const [invoice] = (await stripe.invoices.list({ customer: customer.id })).data
    expect(invoice).toMatchObject({ status: 'open', amount_due: 199_800 })
    expect((invoice?.due_date ?? 0) - (invoice?.effective_at ?? 0)).toBe(30 * 86_400)
    expect(eventTypes(at)).toEqual(
      expect.arrayContaining(['quote.finalized', 'quote.accepted', 'invoice.sent']),
    )
  })

  it('has a PDF', async () => {
    const { local, stripe } = stripeInProcess()
    const customer = await stripe.customers.create({ name: 'Ada “☃” Lovelace' })
    const price = await monthlyPrice(stripe)
    const quote = await stripe.quotes.create({
      customer: customer.id,
      line_items: [{ price: price.id }],
    })

    const response = await local.fetch(`http://stripe.test/v1/quotes/${quote.id}/pdf`, {
      headers: { authorization: 'Bearer sk_test_local' },
    })

    expect(response.headers.get('content-type')).toBe('application/pdf')
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
  })

  it('expires, and is accepted only while it is open', async () => {
    const { stripe, engine } = stripeInProcess()
    const customer = await payingCustomer(stripe)
    const price = await monthlyPrice(stripe)
    const quote = await stripe.quotes.create({
      customer: customer.id,
      line_items: [{ price: price.id }],
    })

    await expect(stripe.quotes.accept(quote.id)).rejects.toMatchObject({ statusCode: 400 })
    await stripe.quotes.finalizeQuote(quote.id)
    engine.clock.advance({ days: 31 })

    expect((await stripe.quotes.retrieve(quote.id)).status).toBe('canceled')
  })
})

describe('entitlements', () => {
  it('follow the products of active subscriptions', async () => {
    const { stripe, ...at } = stripeInProcess()
    const customer = await payingCustomer(stripe)
    const price = await monthlyPrice(stripe)
    const feature = await stripe.entitlements.features.create({ lookup_key: 'sso', name: 'SSO' })
    await stripe.products.createFeature(price.product as string, {
      entitlement_feature: feature.id,
    })
    const keys = async () =>
      (await stripe.entitlements.activeEntitlements.list({ customer: customer.id })).data.map(
        (each) => each.lookup_key,
      )
    expect(await keys()).toEqual([])

    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
    })
    expect(await keys()).toEqual(['sso'])
    await stripe.subscriptions.cancel(subscription.id)

    expect(await keys()).toEqual([])
    expect(
      eventTypes(at).filter((type) => type === 'entitlements.active_entitlement_summary.updated'),
    ).toHaveLength(2)
  })
})

describe('the discounts of a quote', () => {
  async function quoted(given: {
    oneTime?: boolean
    item?: boolean
    duration: 'once' | 'forever'
  }) {
    const at = stripeInProcess()
    const { stripe } = at
    const customer = (await payingCustomer(stripe)).id
    const coupon = await stripe.coupons.create({ percent_off: 20, duration: given.duration })
    const product = await stripe.products.create({ name: 'Rollout' })
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 10_000,
      ...(!given.oneTime && { recurring: { interval: 'month' } }),
    })
    const discounts = [{ coupon: coupon.id }]
    const quote = await stripe.quotes.create({
      customer,
      line_items: [{ price: price.id, ...(given.item && { discounts }) }],
      ...(!given.item && { discounts }),
    })
    return { ...at, customer, coupon, quote }
  }

  it.each([{ item: false }, { item: true }])('are part of its totals: %o', async ({ item }) => {
    const { quote, stripe } = await quoted({ item, duration: 'once' })

    expect(quote).toMatchObject({
      amount_subtotal: 10_000,
      amount_total: 8000,
      total_details: { amount_discount: 2000 },
      computed: {
        upfront: { amount_total: 8000, total_details: { amount_discount: 2000 } },
        // A discount that is used once is not part of what recurs.
        recurring: { amount_total: 10_000, total_details: { amount_discount: 0 } },
      },
    })
    expect(quote.discounts).toHaveLength(item ? 0 : 1)
    await stripe.quotes.finalizeQuote(quote.id)
    const accepted = await stripe.quotes.accept(quote.id, { expand: ['invoice'] })
    expect(accepted.invoice).toMatchObject({ total: 8000 })
  })

  it('that last forever are part of what recurs', async () => {
    const { quote } = await quoted({ duration: 'forever' })

    expect(quote.computed.recurring).toMatchObject({ amount_total: 8000 })
  })

  it.each([{ item: false }, { item: true }])(
    'are on the invoice of one-time prices: %o',
    async ({ item }) => {
      const { stripe, quote, coupon } = await quoted({ oneTime: true, item, duration: 'once' })
      expect((await stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(0)
      await stripe.quotes.finalizeQuote(quote.id)

      const accepted = await stripe.quotes.accept(quote.id, { expand: ['invoice'] })

      expect(accepted.invoice).toMatchObject({
        total: 8000,
        parent: { type: 'quote_details', quote_details: { quote: quote.id } },
      })
      expect((await stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(1)
    },
  )

  it('are replaced and removed by an update', async () => {
    const { stripe, quote } = await quoted({ duration: 'forever' })
    const half = await stripe.coupons.create({ percent_off: 50 })

    const replaced = await stripe.quotes.update(quote.id, { discounts: [{ coupon: half.id }] })
    const removed = await stripe.quotes.update(quote.id, { discounts: '' })

    expect(replaced.amount_total).toBe(5000)
    expect(removed).toMatchObject({ amount_total: 10_000, discounts: [] })
  })
})
