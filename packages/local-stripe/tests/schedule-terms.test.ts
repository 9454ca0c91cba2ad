import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

async function world() {
  const { stripe, engine } = stripeInProcess()
  const customer = (await payingCustomer(stripe)).id
  const price = (await monthlyPrice(stripe, 4900)).id
  const half = (await stripe.coupons.create({ percent_off: 50, duration: 'forever' })).id
  const setup = async () => {
    const product = await stripe.products.create({ name: 'Setup' })
    const made = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 2000,
    })
    return made.id
  }
  const totals = async () =>
    (await stripe.invoices.list({ customer })).data.map((each) => each.total).toReversed()
  const month = { interval: 'month', interval_count: 1 } as const
  return { stripe, engine, customer, price, half, setup, totals, month }
}

describe('a phase', () => {
  it('has its own discounts and extra invoice items', async () => {
    const { stripe, engine, customer, price, half, setup, totals, month } = await world()

    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      phases: [
        { items: [{ price }], discounts: [{ coupon: half }], duration: month },
        {
          items: [{ price, discounts: [{ coupon: half }], metadata: { seat: 'a' } }],
          add_invoice_items: [{ price: await setup() }],
          duration: month,
        },
        { items: [{ price }], duration: month },
      ],
    })

    expect(schedule.phases[0]?.discounts).toEqual([
      { coupon: half, discount: null, promotion_code: null },
    ])
    expect(schedule.phases[1]).toMatchObject({
      add_invoice_items: [{ quantity: null, period: { start: { type: 'max_item_period_start' } } }],
      items: [{ discounts: [{ coupon: half }], metadata: { seat: 'a' } }],
    })
    engine.clock.advance({ days: 33 })
    const [second] = (
      await stripe.subscriptions.retrieve(
        (
          await stripe.subscriptionSchedules.retrieve(schedule.id)
        ).subscription as string,
      )
    ).items.data
    expect(second).toMatchObject({ metadata: { seat: 'a' } })
    expect(second?.discounts).toHaveLength(1)
    engine.clock.advance({ days: 30 })
    expect(await totals()).toEqual([2450, 2450 + 2000, 4900])
  })

  it('keeps a running discount that it names, and drops one that it does not name', async () => {
    const { stripe, engine, customer, price, half, totals, month } = await world()
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price }],
      discounts: [{ coupon: half }],
    })
    const schedule = await stripe.subscriptionSchedules.create({
      from_subscription: subscription.id,
    })
    const [now] = schedule.phases
    expect(now?.discounts).toEqual([
      { coupon: null, discount: subscription.discounts[0], promotion_code: null },
    ])
    const discounts = [{ discount: subscription.discounts[0] as string }]

    await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [
        {
          start_date: now?.start_date ?? 0,
          end_date: now?.end_date ?? 0,
          items: [{ price }],
          discounts,
        },
        { items: [{ price, quantity: 2 }], discounts, duration: month },
        { items: [{ price, quantity: 2 }], duration: month },
      ],
    })
    engine.clock.advance({ days: 65 })

    expect(await totals()).toEqual([2450, 4900, 9800])
  })

  it('that begins a cycle bills a whole period from its start', async () => {
    const { stripe, engine, customer, price, totals, month } = await world()
    const ends = Date.UTC(2026, 0, 31, 12) / 1000
    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      phases: [
        { items: [{ price }], end_date: ends },
        {
          items: [{ price }],
          billing_cycle_anchor: 'phase_start',
          proration_behavior: 'none',
          duration: month,
        },
      ],
    })
    engine.clock.advanceTo(new Date('2026-02-20T00:00:00Z'))

    expect(await totals()).toEqual([4900, 4900])
    const { subscription } = await stripe.subscriptionSchedules.retrieve(schedule.id)
    expect(await stripe.subscriptions.retrieve(subscription as string)).toMatchObject({
      billing_cycle_anchor: ends,
    })
  })
})

describe('the default settings of a schedule', () => {
  it('are those of its subscription', async () => {
    const { stripe, customer, price, month } = await world()

    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      default_settings: {
        collection_method: 'send_invoice',
        invoice_settings: { days_until_due: 14 },
        description: 'Contract 7',
      },
      phases: [{ items: [{ price }], duration: month }],
    })

    expect(schedule.default_settings).toMatchObject({
      collection_method: 'send_invoice',
      invoice_settings: { days_until_due: 14 },
    })
    expect(await stripe.subscriptions.retrieve(schedule.subscription as string)).toMatchObject({
      collection_method: 'send_invoice',
      days_until_due: 14,
      description: 'Contract 7',
    })
    expect((await stripe.charges.list({ customer })).data).toEqual([])
  })

  it('give way to those of a phase', async () => {
    const { stripe, customer, price, month } = await world()
    const other = await stripe.paymentMethods.attach('pm_card_mastercard', { customer })

    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      billing_mode: { type: 'classic' },
      default_settings: { collection_method: 'send_invoice' },
      phases: [
        {
          items: [{ price }],
          collection_method: 'charge_automatically',
          default_payment_method: other.id,
          duration: month,
        },
      ],
    })

    expect(await stripe.subscriptions.retrieve(schedule.subscription as string)).toMatchObject({
      collection_method: 'charge_automatically',
      default_payment_method: other.id,
      billing_mode: { type: 'classic' },
    })
  })

  it('say what stands on the invoices, unless a phase says something else', async () => {
    const { stripe, engine, customer, price, month } = await world()
    const fields = [{ name: 'PO', value: '7' }]

    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      default_settings: {
        invoice_settings: { custom_fields: fields, footer: 'Thank you', description: 'Contract' },
      },
      phases: [
        { items: [{ price }], duration: month },
        { items: [{ price }], invoice_settings: { footer: 'Year two' }, duration: month },
      ],
    })
    engine.clock.advance({ days: 32 })

    expect((await stripe.invoices.list({ customer })).data).toMatchObject([
      { custom_fields: fields, footer: 'Year two', description: 'Contract' },
      { custom_fields: fields, footer: 'Thank you', description: 'Contract' },
    ])
    expect(schedule.default_settings.invoice_settings).toMatchObject({ footer: 'Thank you' })
  })

  it('take over what is set on the subscription itself', async () => {
    const { stripe, customer, price, month } = await world()
    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      phases: [{ items: [{ price }], duration: month }],
    })

    const subscription = await stripe.subscriptions.update(schedule.subscription as string, {
      invoice_settings: { footer: 'Thank you' },
    })

    expect(subscription.invoice_settings).toMatchObject({ footer: 'Thank you' })
    expect(
      (await stripe.subscriptionSchedules.retrieve(schedule.id)).default_settings.invoice_settings,
    ).toMatchObject({ footer: 'Thank you' })
  })

  it.each([
    [{ custom_fields: Array.from({ length: 5 }, () => ({ name: 'a', value: 'b' })) }, ''],
    [{ custom_fields: [{ name: 'a'.repeat(41), value: 'b' }] }, '[0][name]'],
  ])('refuse %o', async (invoice_settings, param) => {
    const { stripe, customer, price } = await world()

    await expect(
      stripe.subscriptions.create({ customer, items: [{ price }], invoice_settings }),
    ).rejects.toMatchObject({
      statusCode: 400,
      param: `invoice_settings[custom_fields]${param}`,
    })
  })
})
