import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import type { LocalStripeOptions } from '../src/local-stripe'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

async function subscribed(
  params: Partial<Stripe.SubscriptionCreateParams> = {},
  options: LocalStripeOptions = {},
) {
  const at = stripeInProcess(options)
  const customer = await payingCustomer(at.stripe)
  const price = await monthlyPrice(at.stripe)
  const subscription = await at.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    ...params,
  })
  const { id } = subscription
  const status = async () => (await at.stripe.subscriptions.retrieve(id)).status
  const invoices = async () =>
    (await at.stripe.invoices.list({ customer: customer.id })).data.reverse()
  const failFromNowOn = async () => {
    const bad = await at.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: customer.id,
    })
    await at.stripe.subscriptions.update(id, { default_payment_method: bad.id })
  }
  return { ...at, customer, price, subscription, id, status, invoices, failFromNowOn }
}

describe('pausing collection', () => {
  it.each([
    ['void', 'void'],
    ['mark_uncollectible', 'uncollectible'],
    ['keep_as_draft', 'draft'],
  ] as const)('with %s leaves invoices %s, until resumes_at', async (behavior, left) => {
    const { stripe, engine, id, status, invoices } = await subscribed()
    const resumes_at = Math.floor(Date.parse('2026-03-01') / 1000)
    await stripe.subscriptions.update(id, { pause_collection: { behavior, resumes_at } })

    engine.clock.advanceTo(new Date('2026-03-16'))

    expect(await status()).toBe('active')
    expect((await invoices()).map((each) => each.status)).toEqual(['paid', left, 'paid'])
  })
})

describe('when payment keeps failing', () => {
  it.each(['unpaid', 'past_due', 'cancel'] as const)('applies the setting %s', async (last) => {
    const settings = { dunning: { retryAfterDays: [3], finally: last } }
    const { engine, status, failFromNowOn } = await subscribed({}, { settings })
    await failFromNowOn()

    engine.clock.advance({ days: 31 + 3, hours: 2 })

    expect(await status()).toBe(last === 'cancel' ? 'canceled' : last)
  })

  it('creates drafts for an unpaid subscription, which becomes active when its latest invoice is paid', async () => {
    const settings = { dunning: { retryAfterDays: [3], finally: 'unpaid' as const } }
    const { engine, stripe, customer, id, status, invoices, failFromNowOn } = await subscribed(
      {},
      { settings },
    )
    await failFromNowOn()
    engine.clock.advance({ days: 31 + 3 + 31, hours: 2 })
    expect((await invoices()).map((each) => each.status)).toEqual(['paid', 'open', 'draft'])

    const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id })
    const { latest_invoice } = await stripe.subscriptions.retrieve(id)
    await stripe.invoices.pay(latest_invoice as string, { payment_method: good.id })

    expect(await status()).toBe('active')
  })
})

describe('a subscription with send_invoice', () => {
  it('is active at once; its invoice is sent an hour later and becomes overdue', async () => {
    const { engine, status, invoices, ...at } = await subscribed({
      collection_method: 'send_invoice',
      days_until_due: 14,
    })
    expect(await status()).toBe('active')

    engine.clock.advance({ days: 15 })

    expect(await invoices()).toMatchObject([{ status: 'open', attempted: false }])
    expect(eventTypes(at)).toEqual(expect.arrayContaining(['invoice.sent', 'invoice.overdue']))
  })

  it('is active until the due date, and past due from then until the invoice is paid', async () => {
    const { stripe, engine, id, status, invoices, ...at } = await subscribed({
      collection_method: 'send_invoice',
      days_until_due: 14,
    })
    engine.clock.advance({ days: 14 })
    expect(await status()).toBe('active')

    engine.clock.advance({ hours: 1 })

    expect(await status()).toBe('past_due')
    expect(eventTypes(at).slice(-2)).toEqual(['invoice.overdue', 'customer.subscription.updated'])
    expect(engine.store.events.all().at(-1)?.data.previous_attributes).toEqual({ status: 'active' })

    const [invoice] = await invoices()
    await stripe.invoices.pay(invoice?.id ?? '', { paid_out_of_band: true })
    expect(await status()).toBe('active')
  })

  it('stays active if the invoice is paid by the due date', async () => {
    const { stripe, engine, status, invoices, ...at } = await subscribed({
      collection_method: 'send_invoice',
      days_until_due: 14,
    })
    engine.clock.advance({ days: 13 })
    const [invoice] = await invoices()
    await stripe.invoices.pay(invoice?.id ?? '', { paid_out_of_band: true })

    engine.clock.advance({ days: 5 })

    expect(await status()).toBe('active')
    expect(eventTypes(at)).not.toContain('invoice.overdue')
  })

  it('is past due until no overdue invoice is open, if the terms are longer than a period', async () => {
    const { stripe, engine, status, invoices } = await subscribed({
      collection_method: 'send_invoice',
      days_until_due: 45,
    })
    engine.clock.advance({ days: 50 })
    const [first, second] = await invoices()
    expect([first?.status, second?.status, await status()]).toEqual(['open', 'open', 'past_due'])

    await stripe.invoices.pay(first?.id ?? '', { paid_out_of_band: true })

    expect(await status()).toBe('active')
  })

  it('can be paid outside of Stripe', async () => {
    const { stripe, engine, invoices } = await subscribed({
      collection_method: 'send_invoice',
      days_until_due: 14,
    })
    engine.clock.advance({ hours: 2 })
    const [invoice] = await invoices()

    await stripe.invoices.pay(invoice?.id ?? '', { paid_out_of_band: true })

    expect(await invoices()).toMatchObject([{ status: 'paid' }])
    expect((await stripe.charges.list()).data).toEqual([])
  })
})

it('has previous_attributes only in events of a change', async () => {
  const { stripe, engine, id } = await subscribed()
  await stripe.subscriptions.update(id, { cancel_at_period_end: true })
  engine.clock.advance({ days: 32 })

  const told = engine.store.events.all().filter(({ data }) => data.previous_attributes)
  const types = new Set(told.map(({ type }) => type))
  expect(types).toContain('customer.subscription.updated')
  expect([...types].filter((type) => !type.endsWith('.updated'))).toEqual([])
})

describe('a schedule', () => {
  it('downgrades at the period end, without a proration', async () => {
    const { stripe, engine, id, price, invoices } = await subscribed()
    const cheaper = await monthlyPrice(stripe, 1900)
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id })
    const [now] = schedule.phases
    await stripe.subscriptionSchedules.update(schedule.id, {
      end_behavior: 'release',
      phases: [
        { start_date: now?.start_date, end_date: now?.end_date, items: [{ price: price.id }] },
        { items: [{ price: cheaper.id }], duration: { interval: 'month' } },
      ],
    })

    engine.clock.advance({ days: 70 })

    expect((await invoices()).map((each) => each.total)).toEqual([4900, 1900, 1900])
    expect(await stripe.subscriptionSchedules.retrieve(schedule.id)).toMatchObject({
      status: 'completed',
      released_subscription: null,
    })
    expect((await stripe.subscriptions.retrieve(id)).schedule).toBeNull()
  })

  it('that is released early changes nothing', async () => {
    const { stripe, engine, id, invoices } = await subscribed()
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id })

    await stripe.subscriptionSchedules.release(schedule.id)
    engine.clock.advance({ days: 32 })

    expect((await stripe.subscriptions.retrieve(id)).schedule).toBeNull()
    expect((await invoices()).map((each) => each.total)).toEqual([4900, 4900])
  })

  it('is the only way to end its subscription', async () => {
    const { stripe, engine, id } = await subscribed()
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id })
    const inAWeek = Math.floor(engine.clock.now().getTime() / 1000) + 7 * 86_400

    await expect(
      stripe.subscriptions.update(id, { cancel_at_period_end: true }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'cancel_at_period_end' })
    await expect(stripe.subscriptions.update(id, { cancel_at: inAWeek })).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining(schedule.id),
    })
    await stripe.subscriptionSchedules.release(schedule.id)
    expect(await stripe.subscriptions.update(id, { cancel_at_period_end: true })).toMatchObject({
      cancel_at_period_end: true,
    })
  })

  it('can end a subscription', async () => {
    const { stripe, engine, id, status } = await subscribed()
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id })
    await stripe.subscriptionSchedules.update(schedule.id, { end_behavior: 'cancel' })

    engine.clock.advance({ days: 32 })

    expect(await status()).toBe('canceled')
    expect((await stripe.subscriptionSchedules.retrieve(schedule.id)).status).toBe('completed')
  })
})

describe('a pending update', () => {
  it('is discarded after 23 hours and its invoice voided', async () => {
    const { stripe, engine, id, subscription, price, invoices, failFromNowOn } = await subscribed()
    const better = await monthlyPrice(stripe, 19_900)
    await failFromNowOn()
    await stripe.subscriptions.update(id, {
      items: [{ id: subscription.items.data[0]?.id, price: better.id }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'pending_if_incomplete',
    })

    engine.clock.advance({ hours: 23 })

    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      status: 'active',
      pending_update: null,
      items: { data: [{ price: { id: price.id } }] },
    })
    expect((await invoices()).map((each) => each.status)).toEqual(['paid', 'void'])
  })
})

describe('several items', () => {
  it('are added and removed one by one, with prorations', async () => {
    const { stripe, engine, id, invoices } = await subscribed()
    const extra = await monthlyPrice(stripe, 3100)
    engine.clock.advanceTo(new Date('2026-01-31T00:00:00Z'))

    const added = await stripe.subscriptionItems.create({
      subscription: id,
      price: extra.id,
      quantity: 2,
    })
    await stripe.subscriptionItems.del(added.id, { proration_behavior: 'create_prorations' })
    engine.clock.advance({ days: 16 })

    const renewal = (await invoices()).at(-1)
    expect(renewal?.lines.data.map((line) => line.amount)).toEqual([3100, -3100, 4900])
  })
})
