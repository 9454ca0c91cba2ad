import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { payingCustomer, stripeInProcess } from '../src/testing'

type Tier = Stripe.PriceCreateParams.Tier

async function metered(tiers: Tier[], tiers_mode: 'graduated' | 'volume' = 'graduated') {
  const at = stripeInProcess()
  const customer = await payingCustomer(at.stripe)
  const meter = await at.stripe.billing.meters.create({
    display_name: 'Calls',
    event_name: 'calls',
    default_aggregation: { formula: 'sum' },
  })
  const price = await at.stripe.prices.create({
    product_data: { name: 'Calls' },
    currency: 'usd',
    billing_scheme: 'tiered',
    tiers,
    tiers_mode,
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
  })
  const subscription = await at.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
  })
  const use = (value: string, more: Partial<Stripe.Billing.MeterEventCreateParams> = {}) =>
    at.stripe.billing.meterEvents.create({
      event_name: 'calls',
      payload: { stripe_customer_id: customer.id, value },
      ...more,
    })
  const nextInvoice = async () => {
    at.engine.clock.advance({ days: 31, hours: 2 })
    return (await at.stripe.invoices.list({ customer: customer.id })).data[0]
  }
  return { ...at, customer, meter, price, subscription, use, nextInvoice }
}

describe('usage', () => {
  it('is billed after the period, tier by tier', async () => {
    const { use, nextInvoice } = await metered([
      { up_to: 100, flat_amount: 500, unit_amount: 0 },
      { up_to: 1000, unit_amount: 2 },
      { up_to: 'inf', unit_amount_decimal: Stripe.Decimal.from('0.5') },
    ])
    await use('1050')
    await use('51')

    const invoice = await nextInvoice()

    // 100 free with $5 a month, 900 at 2 cents, 101 at half a cent: 50.5, rounded.
    expect(invoice?.lines.data.map((line) => line.amount)).toEqual([0, 500, 1800, 51])
    expect(invoice?.total).toBe(2351)
  })

  it('is billed by volume: all of it at the price of the tier it reaches', async () => {
    const { use, nextInvoice } = await metered(
      [
        { up_to: 100, unit_amount: 5 },
        { up_to: 'inf', unit_amount: 3 },
      ],
      'volume',
    )
    await use('150')

    expect((await nextInvoice())?.total).toBe(450)
  })

  it('of the last period is billed an hour after the subscription ended', async () => {
    const { use, stripe, subscription, nextInvoice } = await metered([
      { up_to: 'inf', unit_amount: 1 },
    ])
    await use('300')
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true })

    expect(await nextInvoice()).toMatchObject({
      billing_reason: 'subscription_cycle',
      status: 'paid',
      amount_paid: 300,
    })
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      status: 'canceled',
    })
  })

  it('of a period that ends early is billed at once with invoice_now', async () => {
    const { use, stripe, engine, customer, subscription } = await metered([
      { up_to: 'inf', unit_amount: 1 },
    ])
    await use('120')
    engine.clock.advance({ days: 10 })

    await stripe.subscriptions.cancel(subscription.id, { invoice_now: true })

    const [invoice] = (await stripe.invoices.list({ customer: customer.id })).data
    expect(invoice).toMatchObject({ status: 'paid', amount_paid: 120 })
  })

  it('with the same identifier counts once, with Stripe’s error', async () => {
    const { use, stripe, meter, customer, engine } = await metered([
      { up_to: 'inf', unit_amount: 1 },
    ])
    await use('5', { identifier: 'a' })

    await expect(use('5', { identifier: 'a' })).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('already exists'),
    })
    const now = Math.floor(engine.clock.now().getTime() / 1000)
    const summaries = await stripe.billing.meters.listEventSummaries(meter.id, {
      customer: customer.id,
      start_time: now - 3600,
      end_time: now + 3600,
    })
    expect(summaries.data).toMatchObject([{ aggregated_value: 5 }])
  })

  it('with the same identifier a day later counts twice: Stripe has forgotten it', async () => {
    const { use, engine, nextInvoice } = await metered([{ up_to: 'inf', unit_amount: 1 }])
    await use('5', { identifier: 'a' })
    engine.clock.advance({ hours: 25 })
    await use('5', { identifier: 'a' })

    expect((await nextInvoice())?.total).toBe(10)
  })

  it('is accepted from 35 days back to 5 minutes ahead', async () => {
    const { use, engine } = await metered([{ up_to: 'inf', unit_amount: 1 }])
    const now = Math.floor(engine.clock.now().getTime() / 1000)

    await expect(use('1', { timestamp: now + 301 })).rejects.toMatchObject({ param: 'timestamp' })
    await expect(use('1', { timestamp: now - 35 * 86_400 - 1 })).rejects.toMatchObject({
      param: 'timestamp',
    })
    await expect(use('1', { timestamp: now + 299 })).resolves.toMatchObject({ event_name: 'calls' })
  })

  it('is refused if it is not a number or has no customer', async () => {
    const { use, stripe } = await metered([{ up_to: 'inf', unit_amount: 1 }])

    await expect(use('many')).rejects.toMatchObject({ statusCode: 400 })
    await expect(
      stripe.billing.meterEvents.create({ event_name: 'calls', payload: { value: '1' } }),
    ).rejects.toMatchObject({ statusCode: 400 })
  })

  it('can be canceled', async () => {
    const { use, stripe, nextInvoice } = await metered([{ up_to: 'inf', unit_amount: 1 }])
    await use('100', { identifier: 'wrong' })
    await use('7', { identifier: 'right' })
    await stripe.billing.meterEventAdjustments.create({
      event_name: 'calls',
      type: 'cancel',
      cancel: { identifier: 'wrong' },
    })

    expect((await nextInvoice())?.total).toBe(7)
  })
})
