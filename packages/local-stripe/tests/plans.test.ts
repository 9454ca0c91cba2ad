import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

const events = ({ engine }: ReturnType<typeof stripeInProcess>) =>
  engine.store.events.all().filter(({ type }) => /^(plan|price)\./.test(type))

const types = (at: ReturnType<typeof stripeInProcess>) => events(at).map(({ type }) => type)

describe('plans', () => {
  it('are told beside recurring prices only', async () => {
    const at = stripeInProcess()
    const price = await monthlyPrice(at.stripe)
    await at.stripe.prices.create({
      product: `${price.product}`,
      currency: 'usd',
      unit_amount: 500,
    })

    await at.stripe.prices.update(price.id, { nickname: 'Monthly' })
    await at.stripe.prices.update(price.id, { lookup_key: 'monthly' })

    expect(types(at)).toEqual([
      'plan.created',
      'price.created',
      'price.created',
      'plan.updated',
      'price.updated',
      // A plan has no lookup key.
      'price.updated',
    ])
    expect(events(at)[0]?.data.object).toMatchObject({
      id: price.id,
      object: 'plan',
      amount: 4900,
      interval: 'month',
    })
    expect(events(at)[3]?.data.previous_attributes).toEqual({ nickname: null })
  })

  it('are recurring prices of an older API', async () => {
    const { stripe } = stripeInProcess()
    const customer = await payingCustomer(stripe)
    const plan = await stripe.plans.create({
      currency: 'usd',
      interval: 'month',
      interval_count: 2,
      amount: 2000,
      product: { name: 'Old' },
      nickname: 'Every two months',
      trial_period_days: 7,
    })

    const price = await stripe.prices.retrieve(plan.id)
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ plan: plan.id } as never],
    })

    expect(plan).toMatchObject({
      id: expect.stringMatching(/^plan_/),
      amount: 2000,
      interval_count: 2,
      usage_type: 'licensed',
    })
    expect(price).toMatchObject({
      unit_amount: 2000,
      nickname: 'Every two months',
      recurring: { interval: 'month', interval_count: 2, trial_period_days: 7 },
    })
    expect(subscription.items.data[0]).toMatchObject({
      plan: { id: plan.id },
      price: { id: plan.id },
    })
    expect(await stripe.plans.update(plan.id, { trial_period_days: 14 })).toMatchObject({
      trial_period_days: 14,
    })
    expect((await stripe.plans.list({ product: `${plan.product}` })).data).toHaveLength(1)
  })

  it('can have an id of their own, once', async () => {
    const { stripe } = stripeInProcess()
    const gold = { id: 'gold', currency: 'usd', interval: 'year', amount: 9900 } as const

    expect(await stripe.plans.create({ ...gold, product: { name: 'Gold' } })).toMatchObject({
      id: 'gold',
    })
    await expect(stripe.plans.create({ ...gold, product: { name: 'Gold' } })).rejects.toMatchObject(
      { code: 'resource_already_exists' },
    )
  })

  it('can be deleted, and are kept by the subscriptions that have them', async () => {
    const at = stripeInProcess()
    const { stripe, engine } = at
    const customer = await payingCustomer(stripe)
    const { id } = await monthlyPrice(stripe)
    const items = [{ price: id }]
    const subscription = await stripe.subscriptions.create({ customer: customer.id, items })

    expect(await stripe.plans.del(id)).toMatchObject({ id, deleted: true })
    engine.clock.advance({ days: 32 })

    expect(types(at).slice(-2)).toEqual(['plan.deleted', 'price.deleted'])
    expect((await stripe.plans.list()).data).toEqual([])
    await expect(stripe.subscriptions.create({ customer: customer.id, items })).rejects.toThrow(
      'inactive',
    )
    const invoices = await stripe.invoices.list({ subscription: subscription.id })
    expect(invoices.data.map(({ amount_paid }) => amount_paid)).toEqual([4900, 4900])
  })

  it('of one-time prices do not exist', async () => {
    const { stripe } = stripeInProcess()
    const product = await stripe.products.create({ name: 'Once' })
    const { id } = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 500,
    })

    await expect(stripe.plans.retrieve(id)).rejects.toThrow('is not recurring')
  })
})

describe('a price', () => {
  it.each([
    ['day', 1096],
    ['week', 157],
    ['month', 37],
    ['year', 4],
  ] as const)('with an interval of %s × %i is longer than three years', async (interval, count) => {
    const { stripe } = stripeInProcess()
    const create = (interval_count: number) =>
      stripe.plans.create({
        currency: 'usd',
        interval,
        interval_count,
        amount: 100,
        product: { name: 'Long' },
      })

    await expect(create(count)).rejects.toMatchObject({ param: 'recurring[interval_count]' })
    expect(await create(count - 1)).toMatchObject({ interval_count: count - 1 })
  })
})

describe('invoice.upcoming', () => {
  it('has an invoice without an id', async () => {
    const { stripe, engine } = stripeInProcess()
    const customer = await payingCustomer(stripe)
    const { id } = await monthlyPrice(stripe)
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price: id }] })

    engine.clock.advance({ days: 25 })

    const upcoming = engine.store.events.all().find(({ type }) => type === 'invoice.upcoming')
    expect(upcoming?.data.object).toMatchObject({ object: 'invoice', amount_due: 4900 })
    expect(upcoming?.data.object).not.toHaveProperty('id')
  })
})
