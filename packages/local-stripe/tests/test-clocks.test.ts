import { describe, expect, it } from 'vitest'
import { createLocalStripe } from '../src/local-stripe'
import { eventTypes, monthlyPrice, stripeInProcess } from '../src/testing'

const at = (moment: string) => Date.parse(moment) / 1000
const PAST = at('2024-02-10T08:00:00Z')

async function withClock(frozen_time = PAST) {
  const world = stripeInProcess()
  const { stripe } = world
  const price = await monthlyPrice(stripe)
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time, name: 'Ada' })
  const subscriber = async (test_clock?: string) => {
    const customer = await stripe.customers.create({
      email: 'ada@example.com',
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
      ...(test_clock && { test_clock }),
    })
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
    })
    return { customer, subscription }
  }
  const advance = (moment: string | number) =>
    stripe.testHelpers.testClocks.advance(clock.id, {
      frozen_time: typeof moment === 'string' ? at(moment) : moment,
    })
  const invoices = async (customer: string) => (await stripe.invoices.list({ customer })).data
  return { ...world, price, clock, subscriber, advance, invoices }
}

describe('a test clock', () => {
  it('gives its customers and what they own its own time, also in the past', async () => {
    const { clock, subscriber, invoices, engine } = await withClock()

    const { customer, subscription } = await subscriber(clock.id)
    const other = await subscriber()

    expect(clock).toMatchObject({ frozen_time: PAST, status: 'ready', name: 'Ada' })
    expect(customer).toMatchObject({ created: PAST, test_clock: clock.id })
    expect(subscription).toMatchObject({
      created: PAST,
      test_clock: clock.id,
      items: { data: [{ current_period_end: at('2024-03-10T08:00:00Z') }] },
    })
    expect(await invoices(customer.id)).toMatchObject([{ created: PAST, test_clock: clock.id }])
    const now = at('2026-01-15T12:00:00Z')
    expect(other.customer).toMatchObject({ created: now, test_clock: null })
    expect(other.subscription).toMatchObject({ created: now, test_clock: null })
    expect(engine.clock.now()).toEqual(new Date('2026-01-15T12:00:00Z'))
  })

  it('advances alone', async () => {
    const { stripe, clock, subscriber, advance, invoices, engine, ...rest } = await withClock()
    const { customer, subscription } = await subscriber(clock.id)
    const other = await subscriber()

    const advancing = await advance('2024-03-10T10:00:00Z')

    expect(advancing).toMatchObject({
      status: 'advancing',
      frozen_time: PAST,
      status_details: { advancing: { target_frozen_time: at('2024-03-10T10:00:00Z') } },
    })
    expect(await stripe.testHelpers.testClocks.retrieve(clock.id)).toMatchObject({
      status: 'ready',
      frozen_time: at('2024-03-10T10:00:00Z'),
      status_details: {},
    })
    expect(await invoices(customer.id)).toMatchObject([
      { status: 'paid', created: at('2024-03-10T08:00:00Z'), billing_reason: 'subscription_cycle' },
      { status: 'paid' },
    ])
    expect(await invoices(other.customer.id)).toHaveLength(1)
    expect(engine.clock.now()).toEqual(new Date('2026-01-15T12:00:00Z'))
    expect(eventTypes(rest)).toContain('test_helpers.test_clock.ready')

    const updated = await stripe.subscriptions.update(subscription.id, {
      cancel_at_period_end: true,
    })
    expect(updated.canceled_at).toBe(at('2024-03-10T10:00:00Z'))
  })

  it('stands still while the time of the world advances', async () => {
    const { stripe, clock, subscriber, invoices, engine } = await withClock()
    const { customer } = await subscriber(clock.id)
    const other = await subscriber()

    engine.clock.advance({ days: 32 })

    expect(await invoices(customer.id)).toHaveLength(1)
    expect(await invoices(other.customer.id)).toHaveLength(2)
    expect(await stripe.testHelpers.testClocks.retrieve(clock.id)).toMatchObject({
      frozen_time: PAST,
    })
  })

  it('decides the time of every request about its objects', async () => {
    const { stripe, clock, subscriber, advance } = await withClock()
    const { subscription } = await subscriber(clock.id)
    await advance('2024-02-25T08:00:00Z')
    const item = subscription.items.data[0]?.id ?? ''

    const preview = await stripe.invoices.createPreview({
      subscription: subscription.id,
      subscription_details: { items: [{ id: item, quantity: 2 }] },
    })
    await stripe.subscriptionItems.update(item, { quantity: 2 })

    // 14 of the 29 days are left.
    const prorated = preview.lines.data.map(({ amount }) => amount)
    expect(prorated).toContain(-2366)
    expect(prorated).toContain(4731)
    const { data } = await stripe.invoiceItems.list({ customer: `${subscription.customer}` })
    expect(data.map(({ amount, date }) => [amount, date])).toEqual([
      [4731, at('2024-02-25T08:00:00Z')],
      [-2366, at('2024-02-25T08:00:00Z')],
    ])
    expect(data).toMatchObject([{ test_clock: clock.id }, { test_clock: clock.id }])
  })

  it('advances at most two intervals of its shortest subscription at once', async () => {
    const { clock, subscriber, advance, stripe } = await withClock()
    await expect(advance('2026-02-10T08:00:01Z')).rejects.toMatchObject({ param: 'frozen_time' })
    const { subscription } = await subscriber(clock.id)

    await expect(advance('2024-04-10T08:00:01Z')).rejects.toThrow('more than two intervals')
    await expect(advance(PAST)).rejects.toThrow("after the test clock's current frozen time")
    await advance('2024-04-10T08:00:00Z')
    await stripe.subscriptions.cancel(subscription.id)
    await advance('2026-04-10T08:00:00Z')

    expect((await stripe.testHelpers.testClocks.list()).data).toMatchObject([
      { frozen_time: at('2026-04-10T08:00:00Z') },
    ])
  })

  it('hides its objects from lists of everything', async () => {
    const { stripe, clock, subscriber } = await withClock()
    const { customer, subscription } = await subscriber(clock.id)
    const other = await subscriber()
    const ids = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id)
    const test_clock = clock.id

    expect(ids(await stripe.customers.list())).toEqual([other.customer.id])
    expect(ids(await stripe.customers.list({ test_clock }))).toEqual([customer.id])
    expect(ids(await stripe.subscriptions.list())).toEqual([other.subscription.id])
    expect(ids(await stripe.subscriptions.list({ test_clock }))).toEqual([subscription.id])
    expect(ids(await stripe.subscriptions.list({ customer: customer.id }))).toEqual([
      subscription.id,
    ])
    expect(ids(await stripe.invoices.list())).toEqual([other.subscription.latest_invoice])
    expect((await stripe.charges.list()).data).toHaveLength(1)
    expect((await stripe.charges.list({ customer: customer.id })).data).toHaveLength(1)
  })

  it('takes three customers, and must exist', async () => {
    const { stripe, clock } = await withClock()
    const create = (test_clock: string) => stripe.customers.create({ test_clock })

    await expect(create('clock_other')).rejects.toMatchObject({ code: 'resource_missing' })
    await Promise.all([create(clock.id), create(clock.id), create(clock.id)])

    await expect(create(clock.id)).rejects.toThrow('at most 3 customers')
  })

  it('deletes its customers with it', async () => {
    const { stripe, clock, subscriber } = await withClock()
    const { customer, subscription } = await subscriber(clock.id)

    await stripe.testHelpers.testClocks.del(clock.id)

    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true })
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      status: 'canceled',
    })
  })

  it('sends events in the time of the world, so that they are kept', async () => {
    const { clock, subscriber, advance, engine } = await withClock()
    await subscriber(clock.id)
    engine.clock.advance({ days: 1 })

    await advance('2024-04-10T08:00:00Z')

    const now = engine.clock.now().getTime() / 1000
    const renewed = engine.store.events.all().filter(({ type }) => type === 'invoice.created')
    expect(renewed.map(({ created }) => created)).toEqual([now - 86_400, now, now])
  })

  it('gives the same history each time, and keeps its tasks in a snapshot', async () => {
    const history = async () => {
      const { clock, subscriber, advance, engine } = await withClock()
      await subscriber(clock.id)
      await subscriber()
      await advance('2024-03-20T08:00:00Z')
      engine.clock.advance({ days: 31 })
      // The SDK makes up a new idempotency key for each request.
      const { answered, ...rest } = engine.store.dump()
      return rest
    }
    const dump = await history()

    expect(await history()).toEqual(dump)
    const again = createLocalStripe({ seed: 1 })
    again.engine.store.load(dump)
    expect(again.engine.store.dump()).toMatchObject(dump)
    const renewals = again.engine.world.agenda.all().filter(({ task }) => task === 'renew')
    expect(renewals.map(({ testClock }) => testClock)).toEqual([
      expect.stringMatching(/^clock_/),
      undefined,
    ])
  })
})
