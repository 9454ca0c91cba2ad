import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

async function subscribed(params: Partial<Stripe.SubscriptionCreateParams> = {}, card?: string) {
  const at = stripeInProcess()
  const customer = await payingCustomer(at.stripe, card)
  const price = await monthlyPrice(at.stripe)
  const subscription = await at.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    ...params,
  })
  const now = () => at.stripe.subscriptions.retrieve(subscription.id)
  const invoices = async () =>
    (await at.stripe.invoices.list({ customer: customer.id })).data.reverse()
  return { ...at, customer, price, subscription, now, invoices }
}

const iso = (seconds: number | undefined) => new Date((seconds ?? 0) * 1000).toISOString()

describe('a subscription', () => {
  it('is active when its first invoice is paid', async () => {
    const { subscription } = await subscribed()

    expect(subscription).toMatchObject({ status: 'active', billing_mode: { type: 'flexible' } })
    expect(iso(subscription.items.data[0]?.current_period_end)).toBe('2026-02-15T12:00:00.000Z')
  })

  it('renews: a draft at the period end, charged an hour later', async () => {
    const { engine, now, invoices } = await subscribed()

    engine.clock.advanceTo(new Date('2026-02-15T12:30:00Z'))
    expect(iso((await now()).items.data[0]?.current_period_end)).toBe('2026-03-15T12:00:00.000Z')
    expect(await invoices()).toMatchObject([
      { status: 'paid' },
      { status: 'draft', billing_reason: 'subscription_cycle', number: null },
    ])

    engine.clock.advance({ hours: 1 })
    expect(await invoices()).toMatchObject([
      { status: 'paid' },
      { status: 'paid', amount_paid: 4900 },
    ])
  })

  it('renews by itself with a real clock', async () => {
    const { engine, invoices } = await subscribed()
    engine.clock.advance({ days: 365 })

    expect((await invoices()).length).toBe(10)
    expect(engine.store.invoices.size).toBe(13)
  })

  it('ends at the period end without another invoice', async () => {
    const { engine, stripe, subscription, now, invoices } = await subscribed()
    const ending = await stripe.subscriptions.update(subscription.id, {
      cancel_at_period_end: true,
    })
    expect(ending).toMatchObject({ status: 'active', cancel_at_period_end: true })

    engine.clock.advance({ days: 32 })

    expect(await now()).toMatchObject({
      status: 'canceled',
      cancellation_details: { reason: 'cancellation_requested' },
    })
    expect(await invoices()).toHaveLength(1)
  })

  it('gets cancel_at but not cancel_at_period_end when it is canceled in the portal', async () => {
    const { engine, stripe, subscription, customer } = await subscribed()
    const session = await stripe.billingPortal.sessions.create({ customer: customer.id })

    engine.portal.cancel(session.id, subscription.id, { feedback: 'too_expensive' })

    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      cancel_at: subscription.items.data[0]?.current_period_end,
      cancel_at_period_end: false,
      cancellation_details: { feedback: 'too_expensive' },
    })
    const [event] = (await stripe.events.list({ type: 'customer.subscription.updated' })).data
    expect(event?.data.previous_attributes).toMatchObject({ cancel_at: null, canceled_at: null })

    engine.portal.resume(session.id, subscription.id)
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ cancel_at: null })
  })

  it('becomes past_due when a renewal fails, and active again when it is paid', async () => {
    const { engine, stripe, customer, now, invoices } = await subscribed()
    engine.customers.nextPaymentFails(customer.id, true)

    engine.clock.advance({ days: 31, hours: 2 })
    expect((await now()).status).toBe('past_due')
    expect((await invoices())[1]).toMatchObject({ status: 'open', attempt_count: 1 })

    engine.clock.advance({ days: 3 })
    expect((await now()).status).toBe('active')
    expect(await stripe.invoices.list({ customer: customer.id, status: 'open' })).toMatchObject({
      data: [],
    })
  })

  it('is canceled after the last retry', async () => {
    const { engine, stripe, customer, now, ...at } = await subscribed()
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: customer.id,
    })
    await stripe.customers.update(customer.id, {
      invoice_settings: { default_payment_method: bad.id },
    })

    engine.clock.advance({ days: 31 + 3 + 5 + 7, hours: 2 })

    expect(await now()).toMatchObject({
      status: 'canceled',
      cancellation_details: { reason: 'payment_failed' },
    })
    expect(eventTypes(at).filter((type) => type === 'invoice.payment_failed')).toHaveLength(4)
  })

  it('is incomplete when its first payment fails, and expires after 23 hours', async () => {
    const { engine, stripe, subscription, now } = await subscribed({}, 'pm_card_chargeCustomerFail')
    expect(subscription.status).toBe('incomplete')

    engine.clock.advance({ hours: 23 })

    expect((await now()).status).toBe('incomplete_expired')
    expect(await stripe.invoices.retrieve(subscription.latest_invoice as string)).toMatchObject({
      status: 'void',
    })
  })

  it('is not created by a failed payment with error_if_incomplete', async () => {
    const { stripe, engine } = stripeInProcess()
    const customer = await payingCustomer(stripe, 'pm_card_chargeCustomerFail')
    const price = await monthlyPrice(stripe)
    const events = engine.store.events.size

    await expect(
      stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: price.id }],
        payment_behavior: 'error_if_incomplete',
      }),
    ).rejects.toMatchObject({ statusCode: 402, code: 'card_declined' })
    expect(engine.store.subscriptions.size).toBe(0)
    expect(engine.store.events.size).toBe(events)
  })

  it.each([
    ['create_invoice', 'past_due'],
    ['pause', 'paused'],
    ['cancel', 'canceled'],
  ] as const)(
    'ends a trial without a payment method with %s: %s',
    async (missing_payment_method, status) => {
      const { stripe, engine } = stripeInProcess()
      const customer = await stripe.customers.create()
      const price = await monthlyPrice(stripe)
      const { id } = await stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: price.id }],
        trial_period_days: 14,
        trial_settings: { end_behavior: { missing_payment_method } },
      })

      engine.clock.advance({ days: 11 })
      expect(eventTypes({ local: { engine } })).toContain('customer.subscription.trial_will_end')
      engine.clock.advance({ days: 3, hours: 2 })

      expect((await stripe.subscriptions.retrieve(id)).status).toBe(status)
    },
  )
})

describe('changing the plan', () => {
  it('charges the difference for the remaining period, to the second', async () => {
    const { engine, stripe, subscription, invoices } = await subscribed()
    const better = await monthlyPrice(stripe, 19_900)
    engine.clock.advanceTo(new Date('2026-01-31T00:00:00Z'))

    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id, price: better.id }],
      proration_behavior: 'always_invoice',
    })

    // 15.5 of 31 days are left, so half of each.
    const last = (await invoices()).at(-1)
    expect(last).toMatchObject({
      status: 'paid',
      billing_reason: 'subscription_update',
      total: 7500,
      lines: { data: [{ amount: -2450 }, { amount: 9950 }] },
    })
    expect(last?.lines.data[0]?.parent?.subscription_item_details?.proration).toBe(true)
  })

  it('waits for the payment with pending_if_incomplete, and changes nothing until then', async () => {
    const { engine, stripe, subscription, customer, now, price } = await subscribed()
    const better = await monthlyPrice(stripe, 19_900)
    engine.customers.nextPaymentFails(customer.id, true)

    const waiting = await stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id, price: better.id }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'pending_if_incomplete',
    })

    expect(waiting).toMatchObject({
      status: 'active',
      pending_update: { subscription_items: [{ price: { id: better.id } }] },
      items: { data: [{ price: { id: price.id } }] },
    })
    await stripe.invoices.pay(waiting.latest_invoice as string)
    expect(await now()).toMatchObject({
      pending_update: null,
      items: { data: [{ price: { id: better.id } }] },
    })
  })
})
