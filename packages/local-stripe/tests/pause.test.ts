import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import type { LocalStripeOptions } from '../src/local-stripe'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

/** A subscription of $49 a month, half of whose first month is over. */
async function halfway(
  params: Partial<Stripe.SubscriptionCreateParams> = {},
  options: LocalStripeOptions = {},
) {
  const at = stripeInProcess(options)
  const customer = await payingCustomer(at.stripe)
  const price = await monthlyPrice(at.stripe)
  const { id } = await at.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    ...params,
  })
  at.engine.clock.advance({ days: 15, hours: 12 })
  const invoices = async () =>
    (await at.stripe.invoices.list({ customer: customer.id })).data.map((each) => [
      each.total,
      each.status,
    ])
  const pending = async () =>
    (await at.stripe.invoiceItems.list({ customer: customer.id, pending: true })).data.map(
      (item) => item.amount,
    )
  const status = async () => (await at.stripe.subscriptions.retrieve(id)).status
  const payWith = async (card: string) => {
    const method = await at.stripe.paymentMethods.attach(card, { customer: customer.id })
    await at.stripe.subscriptions.update(id, { default_payment_method: method.id })
  }
  return { ...at, customer, id, invoices, pending, status, payWith }
}

const now = { billing_cycle_anchor: { type: 'now' as const } }
const unchanged = { billing_cycle_anchor: { type: 'unchanged' as const } }
const byPayment = { payment_behavior: 'resume_on_payment_success' as const }

describe('pausing a subscription', () => {
  it('ends its period, credits the unused time, and makes no more invoices', async () => {
    const { stripe, engine, id, invoices, pending, ...at } = await halfway()

    const paused = await stripe.subscriptions.pause(id)

    const moment = Math.floor(engine.clock.now().getTime() / 1000)
    expect(paused).toMatchObject({
      status: 'paused',
      items: { data: [{ current_period_end: moment }] },
      status_details: {
        paused: {
          type: 'subscription',
          transitioned_at: moment,
          subscription: { type: 'pause_requested' },
        },
      },
    })
    expect(await pending()).toEqual([-2450])
    expect(eventTypes(at)).toContain('customer.subscription.paused')
    engine.clock.advance({ days: 90 })
    expect(await invoices()).toEqual([[4900, 'paid']])
  })

  it.each([
    ['none', []],
    ['item_current_period_start', [-4900]],
  ] as const)('credits the unused time from %s', async (type, credited) => {
    const { stripe, id, pending } = await halfway()

    await stripe.subscriptions.pause(id, { bill_for: { unused_time_from: { type } } })

    expect(await pending()).toEqual(credited)
  })

  it('can invoice the credit at once', async () => {
    const { stripe, id, invoices, pending, customer } = await halfway()

    await stripe.subscriptions.pause(id, { invoicing_behavior: 'invoice' })

    expect(await pending()).toEqual([])
    expect((await invoices())[0]).toEqual([-2450, 'paid'])
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -2450 })
  })

  it('bills the usage so far, unless it is told not to', async () => {
    const used = async (type?: 'none') => {
      const at = await halfway()
      const meter = await at.stripe.billing.meters.create({
        display_name: 'Calls',
        event_name: 'calls',
        default_aggregation: { formula: 'sum' },
      })
      const calls = await at.stripe.prices.create({
        product_data: { name: 'Calls' },
        currency: 'usd',
        unit_amount: 10,
        recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
      })
      await at.stripe.subscriptionItems.create({ subscription: at.id, price: calls.id })
      await at.stripe.billing.meterEvents.create({
        event_name: 'calls',
        payload: { stripe_customer_id: at.customer.id, value: '7' },
      })
      at.engine.clock.advance({ hours: 1 })
      await at.stripe.subscriptions.pause(at.id, {
        bill_for: {
          unused_time_from: { type: 'none' },
          ...(type && { outstanding_usage_through: { type } }),
        },
      })
      return at.pending()
    }

    expect(await used()).toEqual([70])
    expect(await used('none')).toEqual([])
  })

  it.each<[string, Partial<Stripe.SubscriptionCreateParams>]>([
    ['a trial', { trial_period_days: 30 }],
    ['the classic billing mode', { billing_mode: { type: 'classic' } }],
    ['sent invoices', { collection_method: 'send_invoice', days_until_due: 30 }],
  ])('is refused with %s', async (_, params) => {
    const { stripe, id } = await halfway(params)

    await expect(stripe.subscriptions.pause(id)).rejects.toMatchObject({ statusCode: 400 })
  })

  it('is refused under a schedule', async () => {
    const { stripe, id } = await halfway()
    await stripe.subscriptionSchedules.create({ from_subscription: id })

    await expect(stripe.subscriptions.pause(id)).rejects.toMatchObject({ statusCode: 400 })
  })
})

describe('resuming a subscription', () => {
  it('bills a new period, and waits until that is paid', async () => {
    const { stripe, engine, id, invoices, status, ...at } = await halfway()
    await stripe.subscriptions.pause(id)
    engine.clock.advance({ days: 10 })

    const resumed = await stripe.subscriptions.resume(id, now)

    expect(resumed.status).toBe('paused')
    // The credit of the pause is part of it.
    expect((await invoices())[0]).toEqual([2450, 'open'])
    expect(eventTypes(at)).not.toContain('customer.subscription.resumed')

    await stripe.invoices.pay(resumed.latest_invoice as string)
    expect(await stripe.subscriptions.retrieve(id)).not.toHaveProperty('status_details')
    expect(await status()).toBe('active')
    expect(eventTypes(at)).toContain('customer.subscription.resumed')
    engine.clock.advance({ days: 31, hours: 2 })
    expect((await invoices())[0]).toEqual([4900, 'paid'])
  })

  it('charges at once with resume_on_payment_success', async () => {
    const { stripe, id } = await halfway()
    await stripe.subscriptions.pause(id)

    expect(await stripe.subscriptions.resume(id, byPayment)).toMatchObject({ status: 'active' })
  })

  it('stays paused after a failed payment with resume_on_payment_success, and retries', async () => {
    const { stripe, engine, id, status, payWith } = await halfway()
    await stripe.subscriptions.pause(id)
    await payWith('pm_card_chargeCustomerFail')
    expect(await stripe.subscriptions.resume(id, byPayment)).toMatchObject({ status: 'paused' })

    await payWith('pm_card_visa')
    engine.clock.advance({ days: 3, hours: 1 })

    expect(await status()).toBe('active')
  })

  it('is past due after a failed payment otherwise, and is not retried', async () => {
    const { stripe, engine, id, status, payWith } = await halfway()
    await stripe.subscriptions.pause(id)
    await payWith('pm_card_chargeCustomerFail')
    const { latest_invoice } = await stripe.subscriptions.resume(id)

    await expect(stripe.invoices.pay(latest_invoice as string)).rejects.toMatchObject({
      code: 'card_declined',
    })

    expect(await status()).toBe('past_due')
    await payWith('pm_card_visa')
    engine.clock.advance({ days: 8 })
    expect(await stripe.invoices.retrieve(latest_invoice as string)).toMatchObject({
      status: 'open',
      attempt_count: 1,
    })
  })

  it.each([
    ['marked uncollectible', 'active', 'uncollectible'],
    ['voided', 'paused', 'void'],
    ['left unpaid for 23 hours', 'paused', 'void'],
  ] as const)('whose invoice is %s is %s', async (what, outcome, left) => {
    const { stripe, engine, id, status } = await halfway()
    await stripe.subscriptions.pause(id)
    const resumed = await stripe.subscriptions.resume(id)
    const invoice = resumed.latest_invoice as string

    if (what === 'voided') await stripe.invoices.voidInvoice(invoice)
    else if (what === 'marked uncollectible') await stripe.invoices.markUncollectible(invoice)
    else engine.clock.advance({ hours: 23, minutes: 1 })

    expect(await status()).toBe(outcome)
    expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: left })
  })

  it('keeps the anchor if asked to, and bills what is left of the period with the next', async () => {
    const { stripe, engine, id, pending, invoices } = await halfway()
    const before = await stripe.subscriptions.pause(id, {
      bill_for: { unused_time_from: { type: 'item_current_period_start' } },
    })
    engine.clock.advance({ days: 7, hours: 18 })

    const resumed = await stripe.subscriptions.resume(id, unchanged)

    expect(resumed).toMatchObject({
      status: 'active',
      billing_cycle_anchor: before.billing_cycle_anchor,
    })
    // A quarter of the period is left.
    expect((await pending()).toSorted()).toEqual([-4900, 1225])
    engine.clock.advance({ days: 7, hours: 20 })
    expect((await invoices())[0]).toEqual([4900 + 1225 - 4900, 'paid'])
  })

  it('keeps the time that was paid for, if the pause did not credit it', async () => {
    const { stripe, engine, id, pending, invoices } = await halfway()
    await stripe.subscriptions.pause(id, { bill_for: { unused_time_from: { type: 'none' } } })
    engine.clock.advance({ days: 7 })

    expect(await stripe.subscriptions.resume(id, unchanged)).toMatchObject({ status: 'active' })

    expect(await pending()).toEqual([])
    engine.clock.advance({ days: 9 })
    expect(await invoices()).toEqual([
      [4900, 'paid'],
      [4900, 'paid'],
    ])
  })
})
