import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

async function world() {
  const at = stripeInProcess()
  const customer = (await payingCustomer(at.stripe)).id
  const price = (amount: number) => monthlyPrice(at.stripe, amount)
  const coupon = async (given: Stripe.CouponCreateParams) =>
    (await at.stripe.coupons.create(given)).id
  const invoices = async () => (await at.stripe.invoices.list({ customer })).data.toReversed()
  return { ...at, customer, price, coupon, invoices }
}

describe('a discount of a subscription item', () => {
  it('is taken off its lines only, before the discounts of the subscription', async () => {
    const { stripe, customer, price, coupon, invoices } = await world()
    const [a, b] = [await price(1000), await price(2000)]
    const half = await coupon({ percent_off: 50, duration: 'forever' })
    const dollar = await coupon({ amount_off: 100, currency: 'usd', duration: 'forever' })

    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: a.id, discounts: [{ coupon: half }] }, { price: b.id }],
      discounts: [{ coupon: dollar }],
    })

    const [first] = await invoices()
    // $5 and $20 are left. The dollar is split in this proportion.
    expect(
      first?.lines.data.map((line) => line.discount_amounts?.map((each) => each.amount)),
    ).toEqual([[80], [500, 20]])
    expect(first?.total).toBe(2400)
    expect(first?.total_discount_amounts?.map((each) => each.amount)).toEqual([500, 100])
    expect(subscription.items.data.map((item) => item.discounts.length)).toEqual([1, 0])
  })

  it('is taken once off the tiers of one item', async () => {
    const { stripe, customer, coupon, invoices } = await world()
    const product = await stripe.products.create({ name: 'Seats' })
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      recurring: { interval: 'month' },
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      tiers: [
        { up_to: 1, unit_amount: 1000 },
        { up_to: 'inf', unit_amount: 500 },
      ],
    })
    const off = await coupon({ amount_off: 300, currency: 'usd', duration: 'forever' })

    await stripe.subscriptions.create({
      customer,
      items: [{ price: price.id, quantity: 3, discounts: [{ coupon: off }] }],
    })

    expect((await invoices())[0]?.total).toBe(2000 - 300)
  })

  it('that lasts once ends with the first invoice', async () => {
    const at = await world()
    const { stripe, customer, price, coupon, invoices, engine } = at
    const once = await coupon({ percent_off: 50, duration: 'once' })
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: (await price(1000)).id, discounts: [{ coupon: once }] }],
    })

    engine.clock.advance({ days: 32 })

    expect((await invoices()).map((each) => each.total)).toEqual([500, 1000])
    const [item] = (await stripe.subscriptions.retrieve(subscription.id)).items.data
    expect(item?.discounts).toEqual([])
    expect(eventTypes(at)).toContain('customer.discount.deleted')
  })

  it('is set, kept and cleared by updates', async () => {
    const at = await world()
    const { stripe, customer, price, coupon } = at
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: (await price(1000)).id }],
    })
    const id = subscription.items.data[0]?.id ?? ''
    const half = await coupon({ percent_off: 50, duration: 'forever' })

    const set = await stripe.subscriptionItems.update(id, {
      discounts: [{ coupon: half }],
      expand: ['discounts'],
    })
    expect(set.discounts).toMatchObject([{ subscription_item: id, source: { coupon: half } }])
    const preview = await stripe.invoices.createPreview({ subscription: subscription.id })
    expect(preview.total).toBe(500)

    const kept = await stripe.subscriptionItems.update(id, { metadata: { seat: '1' } })
    expect(kept.discounts).toHaveLength(1)

    const cleared = await stripe.subscriptionItems.update(id, { discounts: '' })
    expect(cleared.discounts).toEqual([])
    expect(eventTypes(at)).toContain('customer.discount.deleted')
  })
})

describe('a discount of an invoice item', () => {
  it('is taken off that item', async () => {
    const { stripe, customer, coupon } = await world()
    const half = await coupon({ percent_off: 50 })
    await stripe.invoiceItems.create({ customer, amount: 1000, currency: 'usd' })
    const item = await stripe.invoiceItems.create({
      customer,
      amount: 3000,
      currency: 'usd',
      discounts: [{ coupon: half }],
    })

    const invoice = await stripe.invoices.create({
      customer,
      pending_invoice_items_behavior: 'include',
    })

    expect(item.discounts).toHaveLength(1)
    expect(invoice.total).toBe(2500)
    await stripe.invoiceItems.update(item.id, { discounts: '' })
    expect((await stripe.invoices.retrieve(invoice.id ?? '')).total).toBe(4000)
  })

  it('is taken off an item of add_invoice_items, with its own period and metadata', async () => {
    const { stripe, customer, price, coupon, invoices } = await world()
    const product = await stripe.products.create({ name: 'Setup' })
    const setup = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 2000,
    })
    const quarter = await coupon({ percent_off: 25 })

    await stripe.subscriptions.create({
      customer,
      items: [{ price: (await price(1000)).id }],
      add_invoice_items: [
        {
          price: setup.id,
          discounts: [{ coupon: quarter }],
          metadata: { why: 'setup' },
          period: {
            start: { type: 'now' },
            end: { type: 'timestamp', timestamp: Date.UTC(2026, 5, 1) / 1000 },
          },
        },
      ],
    })

    const [first] = await invoices()
    expect(first?.total).toBe(1000 + 1500)
    expect(first?.lines.data[0]).toMatchObject({
      metadata: { why: 'setup' },
      period: { end: Date.UTC(2026, 5, 1) / 1000 },
    })
  })
})

it('sends customer.discount.deleted for a discount that is removed from a subscription', async () => {
  const at = await world()
  const { stripe, customer, price, coupon } = at
  const half = await coupon({ percent_off: 50, duration: 'forever' })
  const subscription = await stripe.subscriptions.create({
    customer,
    items: [{ price: (await price(1000)).id }],
    discounts: [{ coupon: half }],
  })

  await stripe.subscriptions.update(subscription.id, { discounts: '' })

  expect(eventTypes(at).filter((type) => type === 'customer.discount.deleted')).toHaveLength(1)
})

it('a discount that lasts once is used up by the $0 invoice of a trial', async () => {
  const { stripe, engine, customer, price, coupon, invoices } = await world()
  const half = await coupon({ percent_off: 50, duration: 'once' })
  await stripe.subscriptions.create({
    customer,
    items: [{ price: (await price(1000)).id }],
    trial_period_days: 7,
    discounts: [{ coupon: half }],
  })

  engine.clock.advance({ days: 7, hours: 2 })

  expect((await invoices()).map(({ total }) => total)).toEqual([0, 1000])
})
