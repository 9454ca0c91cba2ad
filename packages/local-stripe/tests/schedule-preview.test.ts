import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

const month = { interval: 'month', interval_count: 1 } as const

async function world() {
  const { stripe, engine } = stripeInProcess()
  const customer = (await payingCustomer(stripe)).id
  const basic = (await monthlyPrice(stripe, 4900)).id
  const pro = (await monthlyPrice(stripe, 9900)).id
  const half = (await stripe.coupons.create({ percent_off: 50, duration: 'forever' })).id
  const now = () => Math.floor(engine.clock.now().getTime() / 1000)
  const invoices = async () => (await stripe.invoices.list({ customer })).data
  return { stripe, engine, customer, basic, pro, half, now, invoices }
}

describe('a preview of a schedule', () => {
  it('is its next invoice', async () => {
    const { stripe, engine, customer, basic, pro, invoices } = await world()
    const { id } = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      phases: [
        { items: [{ price: basic }], duration: month },
        { items: [{ price: pro, quantity: 2 }], duration: month },
      ],
    })

    const preview = await stripe.invoices.createPreview({ schedule: id })

    expect(preview).toMatchObject({ total: 19_800 })
    expect(await invoices()).toHaveLength(1)
    engine.clock.advance({ days: 32 })
    expect((await invoices())[0]).toMatchObject({
      total: preview.total,
      period_end: preview.period_end,
    })
  })

  it('that has not started is its first invoice', async () => {
    const { stripe, engine, customer, basic, half, now, invoices } = await world()
    const start = now() + 10 * 86_400
    const { id } = await stripe.subscriptionSchedules.create({
      customer,
      start_date: start,
      phases: [{ items: [{ price: basic }], duration: month }],
    })

    expect(await stripe.invoices.createPreview({ schedule: id })).toMatchObject({
      total: 4900,
      period_start: start,
    })
    expect(
      await stripe.invoices.createPreview({ schedule: id, discounts: [{ coupon: half }] }),
    ).toMatchObject({ total: 2450 })
    engine.clock.advance({ days: 11 })
    expect(await invoices()).toMatchObject([{ total: 4900 }])
  })

  it('shows what an update would charge', async () => {
    const { stripe, engine, customer, basic, pro, invoices } = await world()
    const schedule = await stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      phases: [{ items: [{ price: basic }], duration: month }],
    })
    engine.clock.advance({ days: 10 })
    const update = {
      proration_behavior: 'always_invoice' as const,
      phases: [
        {
          start_date: schedule.phases[0]?.start_date as number,
          items: [{ price: pro }],
          duration: month,
        },
      ],
    }

    const preview = await stripe.invoices.createPreview({
      schedule: schedule.id,
      schedule_details: update,
    })
    expect((await stripe.subscriptionSchedules.retrieve(schedule.id)).phases).toEqual(
      schedule.phases,
    )
    await stripe.subscriptionSchedules.update(schedule.id, update)

    expect(preview.total).toBeGreaterThan(0)
    expect(preview).toMatchObject({ status: 'draft', amount_paid: 0, number: null })
    expect((await invoices())[0]).toMatchObject({ total: preview.total, status: 'paid' })
  })

  it('can be made of one that does not exist, for a customer who does not exist', async () => {
    const { stripe, basic, pro, half } = await world()
    const customers = (await stripe.customers.list()).data

    const preview = await stripe.invoices.createPreview({
      customer_details: { address: { country: 'US', postal_code: '98104' } },
      schedule_details: {
        phases: [
          {
            start_date: 'now',
            items: [{ price: basic }],
            discounts: [{ coupon: half }],
            duration: month,
          },
          { items: [{ price: pro }], duration: month },
        ],
      },
    })

    expect(preview).toMatchObject({
      total: 2450,
      customer_address: { country: 'US', postal_code: '98104' },
    })
    expect((await stripe.customers.list()).data).toEqual(customers)
  })

  it('is refused next to the parameters of a subscription', async () => {
    const { stripe, customer, basic } = await world()

    await expect(
      stripe.invoices.createPreview({
        customer,
        schedule_details: { phases: [{ items: [{ price: basic }], duration: month }] },
        subscription_details: { items: [{ price: basic }] },
      }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'schedule_details' })
  })
})

describe('a preview for a customer', () => {
  it('is the next of all invoices of their subscriptions', async () => {
    const { stripe, engine, customer, basic, pro } = await world()
    await stripe.subscriptions.create({ customer, items: [{ price: basic }] })
    engine.clock.advance({ days: 3 })
    const later = await stripe.subscriptions.create({ customer, items: [{ price: pro }] })

    expect(await stripe.invoices.createPreview({ customer })).toMatchObject({ total: 4900 })
    await expect(stripe.invoices.createPreview({ subscription: later.id })).resolves.toMatchObject({
      total: 9900,
    })
  })

  it('uses the given details in place of the stored ones', async () => {
    const { stripe, customer, basic } = await world()

    const preview = await stripe.invoices.createPreview({
      customer,
      customer_details: { tax_exempt: 'reverse' },
      subscription_details: { items: [{ price: basic }] },
    })

    expect(preview.customer_tax_exempt).toBe('reverse')
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ tax_exempt: 'none' })
  })

  it.each(['a customer', 'a subscription that ends', 'a canceled schedule'])(
    'without anything upcoming is answered 404, for %s',
    async (about) => {
      const { stripe, customer, basic } = await world()
      const subscription = await stripe.subscriptions.create({
        customer,
        items: [{ price: basic }],
      })
      await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true })
      const schedule = await stripe.subscriptionSchedules.create({
        from_subscription: subscription.id,
      })
      if (about === 'a canceled schedule') await stripe.subscriptionSchedules.cancel(schedule.id)
      else await stripe.subscriptionSchedules.release(schedule.id, { preserve_cancel_date: true })

      await expect(
        stripe.invoices.createPreview(
          about === 'a customer'
            ? { customer }
            : about === 'a canceled schedule'
              ? { schedule: schedule.id }
              : { subscription: subscription.id },
        ),
      ).rejects.toMatchObject({ statusCode: 404, code: 'invoice_upcoming_none' })
    },
  )
})
