import { describe, expect, it } from 'vitest'
import { withLifetime } from '@/testing/catalog'
import { refuse, shop } from '@/testing/stripe/fixtures'
import type { StripeInterceptor } from '@/testing/stripe/local-stripe'

describe('reading a customer', () => {
  it('takes one call for a customer without anything, and one for a customer with a subscription', async () => {
    const { customers, customerId, subscribe, asked } = await shop()

    await customers.read(customerId)
    await subscribe()
    await customers.read(customerId)

    expect(asked).toEqual(['GET /v1/subscriptions', 'GET /v1/subscriptions'])
  })

  it('reads more than the first hundred subscriptions', async () => {
    const { customers, customerId, engine, price } = await shop()
    for (let made = 0; made < 105; made++) {
      engine.subscriptions.create({
        customer: customerId,
        items: [{ price }],
        trial_period_days: 9,
      })
    }

    const { subscriptions } = await customers.read(customerId)

    expect(new Set(subscriptions.map(({ id }) => id)).size).toBe(105)
  })

  it('shows that and when a subscription ended', async () => {
    const { customers, customerId, subscribe, direct, engine } = await shop()
    const { id } = await subscribe()
    await direct.subscriptions.cancel(id)

    expect((await customers.read(customerId)).subscriptions).toMatchObject([
      { id, status: 'canceled', endedAt: engine.clock.now() },
    ])
  })

  it.each([
    ['cancel_at_period_end', { cancel_at_period_end: true }, '2026-04-01T12:00:00.000Z'],
    ['cancel_at', { cancel_at: Date.UTC(2026, 2, 20) / 1000 }, '2026-03-20T00:00:00.000Z'],
  ])('shows when a subscription will end, set by %s', async (_, params, endsAt) => {
    const { customers, customerId, subscribe, direct } = await shop()
    const { id } = await subscribe()
    await direct.subscriptions.update(id, params)

    const { subscriptions } = await customers.read(customerId)
    expect(subscriptions[0]?.cancelAt?.toISOString()).toBe(endsAt)
  })

  it('dates what is unpaid from the first unpaid period, not the current one', async () => {
    const { customers, customerId, subscribe, engine, direct } = await shop({
      settings: { dunning: { retryAfterDays: [3], finally: 'past_due' } },
    })
    await subscribe()
    const bad = await direct.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: customerId,
    })
    await direct.subscriptions.update(engine.store.subscriptions.all()[0]?.id ?? '', {
      default_payment_method: bad.id,
    })

    engine.clock.advanceTo(new Date('2026-05-20T00:00:00Z'))

    expect((await customers.read(customerId)).subscriptions).toMatchObject([
      {
        status: 'past_due',
        currentPeriodStart: new Date('2026-05-01T12:00:00Z'),
        unpaidSince: new Date('2026-04-01T12:00:00Z'),
      },
    ])
  })

  it('fetches a product only if the lookup key names no plan, and once', async () => {
    const { customers, customerId, subscribe, direct, asked } = await shop()
    const product = await direct.products.create({ name: 'Old Pro', metadata: { plan: 'pro' } })
    const price = await direct.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 3_900,
      recurring: { interval: 'month' },
    })
    await subscribe({ items: [{ price: price.id }] })

    await customers.read(customerId)
    await customers.read(customerId)

    const [subscription] = (await customers.read(customerId)).subscriptions
    expect(subscription?.prices).toMatchObject([{ lookupKey: null, productPlan: 'pro' }])
    expect(asked.filter((request) => request.includes('products'))).toHaveLength(1)
  })

  it('lists charges only if the catalog sells one-time purchases', async () => {
    const lifetime = await shop({ catalog: withLifetime })
    await lifetime.customers.read(lifetime.customerId)
    const monthly = await shop()

    expect(lifetime.asked).toEqual(['GET /v1/subscriptions', 'GET /v1/charges'])
    expect((await monthly.customers.read(monthly.customerId)).readAt.purchases).toBeNull()
  })

  it("doesn't take a renewal's charge for a purchase", async () => {
    const { customers, customerId, subscribe } = await shop({ catalog: withLifetime })
    await subscribe()

    expect((await customers.read(customerId)).purchases).toEqual([])
  })
})

describe('the time of a read', () => {
  it("is the response's second minus the duration of the call, never later", async () => {
    const { customers, customerId, interpose } = await shop()
    interpose(async (_, send) => {
      const started = performance.now()
      while (performance.now() - started < 30);
      return send()
    })

    const { readAt } = await customers.read(customerId)

    const before = Date.parse('2026-03-01T12:00:00Z') - readAt.subscriptions.getTime()
    expect(before).toBeGreaterThanOrEqual(30)
    expect(before).toBeLessThan(5_000)
  })

  it.each(['', 'yesterday'])(
    'is "never" when the Date is %j: nothing is covered then',
    async (date) => {
      const { customers, customerId, interpose } = await shop()
      interpose(async (_, send) => {
        const response = await send()
        return new Response(response.body, {
          headers: { 'content-type': 'application/json', date },
        })
      })

      expect((await customers.read(customerId)).readAt.subscriptions).toEqual(new Date(0))
    },
  )

  it('fails, instead of being empty, when Stripe doesn’t find something', async () => {
    // With another account's key Stripe finds none of our customers. That must not empty every row.
    const { customers, interpose } = await shop({ catalog: withLifetime })
    interpose(refuse(404, { type: 'invalid_request_error', code: 'resource_missing' }))

    await expect(customers.read('cus_unheard')).rejects.toThrow()
  })
})

it('fails, instead of being incomplete, when a page with more to come is empty', async () => {
  const { customers, customerId, interpose } = await shop()
  interpose(async () =>
    Response.json({ object: 'list', url: '/v1/subscriptions', data: [], has_more: true }),
  )

  await expect(customers.read(customerId)).rejects.toThrow('lists nothing')
})

describe('a list that omits a known object', () => {
  const nothing = async () =>
    Response.json(
      { object: 'list', url: '/', data: [], has_more: false },
      { headers: { date: 'Sun, 01 Mar 2026 12:00:00 GMT' } },
    )
  const forgetful =
    (list: string): StripeInterceptor =>
    (name, send) =>
      name === `stripe GET ${list}` ? nothing() : send()

  it('is completed with the subscription, read by its id', async () => {
    const { customers, customerId, subscribe, interpose, asked } = await shop()
    await subscribe()
    const { subscriptions, purchases } = await customers.read(customerId)
    interpose(forgetful('/v1/subscriptions'))
    asked.length = 0

    const again = await customers.read(customerId, { subscriptions, purchases })

    expect(again.subscriptions).toEqual(subscriptions)
    expect(asked).toEqual([
      'GET /v1/subscriptions',
      `GET /v1/customers/${customerId}`,
      `GET /v1/subscriptions/${subscriptions[0]?.id}`,
    ])
  })

  it('shows the subscription’s present state', async () => {
    const { customers, customerId, subscribe, interpose, direct } = await shop()
    const { id } = await subscribe()
    const known = await customers.read(customerId)
    await direct.subscriptions.cancel(id)
    interpose(forgetful('/v1/subscriptions'))

    const { subscriptions } = await customers.read(customerId, known)

    expect(subscriptions).toMatchObject([{ id, status: 'canceled' }])
  })

  it('is completed with the one-time purchase', async () => {
    const { customers, customerId, direct, interpose } = await shop({ catalog: withLifetime })
    await direct.paymentIntents.create({
      amount: 9900,
      currency: 'usd',
      customer: customerId,
      payment_method: 'pm_card_visa',
      confirm: true,
      metadata: { plan: 'lifetime' },
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    })
    const known = await customers.read(customerId)
    expect(known.purchases).toHaveLength(1)
    interpose(forgetful('/v1/charges'))

    expect((await customers.read(customerId, known)).purchases).toEqual(known.purchases)
  })

  it('costs no call for a subscription that had ended', async () => {
    const { customers, customerId, subscribe, interpose, direct, asked } = await shop()
    const { id } = await subscribe()
    await direct.subscriptions.cancel(id)
    const known = await customers.read(customerId)
    interpose(forgetful('/v1/subscriptions'))
    asked.length = 0

    expect((await customers.read(customerId, known)).subscriptions).toEqual([])
    expect(asked).toEqual(['GET /v1/subscriptions'])
  })

  it('is believed for a deleted customer', async () => {
    const { customers, customerId, subscribe, interpose, direct } = await shop()
    await subscribe()
    const known = await customers.read(customerId)
    await direct.customers.del(customerId)
    interpose(forgetful('/v1/subscriptions'))

    expect((await customers.read(customerId, known)).subscriptions).toEqual([])
  })

  it('is believed if Stripe doesn’t know the id either, or it is another customer’s', async () => {
    const { customers, customerId, subscribe, interpose, direct } = await shop()
    await subscribe()
    const known = await customers.read(customerId)
    const [fact] = known.subscriptions
    if (!fact) throw new Error('There is no subscription')
    const unheard = { ...known, subscriptions: [{ ...fact, id: 'sub_unheard' }] }
    const other = await direct.customers.create()
    interpose(forgetful('/v1/subscriptions'))

    expect((await customers.read(customerId, unheard)).subscriptions).toEqual([])
    expect((await customers.read(other.id, known)).subscriptions).toEqual([])
  })

  it('fails if Stripe doesn’t know the customer: the key is another account’s', async () => {
    const { customers, customerId, subscribe, interpose } = await shop()
    await subscribe()
    const known = await customers.read(customerId)
    interpose((name) =>
      name === 'stripe GET /v1/subscriptions'
        ? nothing()
        : refuse(404, { type: 'invalid_request_error', code: 'resource_missing' })(),
    )

    await expect(customers.read(customerId, known)).rejects.toThrow()
  })
})
