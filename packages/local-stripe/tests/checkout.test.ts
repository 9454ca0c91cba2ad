import { describe, expect, it } from 'vitest'
import { eventTypes, monthlyPrice, stripeInProcess } from '../src/testing'

async function openSession(
  params: { trial?: number; settings?: Parameters<typeof stripeInProcess>[0] } = {},
) {
  const at = stripeInProcess(params.settings)
  const price = await monthlyPrice(at.stripe)
  const customer = await at.stripe.customers.create({ email: 'ada@example.com' })
  const session = await at.stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: customer.id,
    client_reference_id: 'user_1',
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'https://app.test/return?session_id={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://app.test/plans',
    subscription_data: {
      metadata: { plan: 'pro' },
      ...(params.trial && { trial_period_days: params.trial }),
    },
  })
  return { ...at, price, customer, session }
}

const takingBanks = { paymentMethodTypes: ['card', 'us_bank_account'] }

describe('Checkout', () => {
  it('opens a session with a hosted page that expires after a day', async () => {
    const { session } = await openSession()

    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 4900,
      currency: 'usd',
      url: `http://localhost:12111/c/pay/${session.id}`,
    })
    expect(session.expires_at - session.created).toBe(86_400)
  })

  it('creates an active subscription with a paid invoice', async () => {
    const { stripe, engine, session, customer, ...at } = await openSession()

    const result = engine.checkout.pay(session.id, { number: '4242 4242 4242 4242' })

    expect(result).toMatchObject({
      kind: 'paid',
      url: `https://app.test/return?session_id=${session.id}`,
    })
    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['line_items', 'subscription.latest_invoice.payments', 'customer'],
    })
    expect(done).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer: { id: customer.id },
      subscription: {
        status: 'active',
        metadata: { plan: 'pro' },
        latest_invoice: {
          status: 'paid',
          amount_paid: 4900,
          billing_reason: 'subscription_create',
        },
      },
      line_items: { data: [{ amount_total: 4900, price: { id: at.price.id } }] },
    })
    expect(eventTypes(at).slice(-12)).toEqual(
      [
        'payment_method.attached',
        'customer.subscription.created',
        'invoice.created',
        'invoice.finalized',
        'payment_intent.created',
        'charge.succeeded',
        'payment_intent.succeeded',
        'invoice_payment.paid',
        'invoice.updated',
        'invoice.paid',
        'invoice.payment_succeeded',
        'customer.subscription.updated',
        'checkout.session.completed',
      ].slice(-12),
    )
  })

  it('returns why a card was declined, and stays open', async () => {
    const { stripe, engine, session, customer } = await openSession()

    const result = engine.checkout.pay(session.id, { number: '4000000000000002' })

    expect(result).toMatchObject({ kind: 'declined', message: /declined/ as never })
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: 'open' })
    const all = await stripe.subscriptions.list({ customer: customer.id, status: 'all' })
    expect(all.data).toEqual([])
  })

  it('waits for 3-D Secure, and continues or stays open', async () => {
    const { engine, session, stripe, customer } = await openSession()

    expect(engine.checkout.pay(session.id, { number: '4000002500003155' }).kind).toBe(
      'requires_action',
    )
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toEqual([])
    expect(engine.checkout.completeAuthentication(session.id, 'fail').kind).toBe('declined')

    engine.checkout.pay(session.id, { number: '4000002500003155' })
    expect(engine.checkout.completeAuthentication(session.id, 'success').kind).toBe('paid')
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toMatchObject([
      { status: 'active' },
    ])
  })

  it('expires after a day and can’t be paid then', async () => {
    const { engine, session, stripe } = await openSession()

    engine.clock.advance({ days: 1 })

    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'expired',
      url: null,
    })
    expect(() => engine.checkout.pay(session.id, { number: '4242424242424242' })).toThrow('expired')
  })

  it('starts a trial without charging', async () => {
    const { engine, session, stripe, customer } = await openSession({ trial: 14 })

    engine.checkout.pay(session.id, { number: '4000000000000341' })

    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toMatchObject([
      { status: 'trialing' },
    ])
    engine.clock.advance({ days: 14, hours: 2 })
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toMatchObject([
      { status: 'past_due' },
    ])
  })

  it('takes a one-time payment in payment mode', async () => {
    const { stripe, engine } = stripeInProcess()
    const product = await stripe.products.create({ name: 'Lifetime' })
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 9900,
    })
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price: price.id, quantity: 1 }],
      success_url: 'https://app.test/ok',
    })

    engine.checkout.pay(session.id, { number: '4242424242424242' }, { email: 'ada@example.com' })

    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] })
    expect(done).toMatchObject({
      payment_status: 'paid',
      customer_details: { email: 'ada@example.com' },
      payment_intent: { status: 'succeeded', amount_received: 9900 },
    })
  })

  it('lets a bank payment settle days later', async () => {
    const { stripe, engine, session, customer, ...at } = await openSession({
      settings: { settings: takingBanks },
    })

    expect(engine.checkout.pay(session.id, { bank: 'succeeds' }).kind).toBe('processing')
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'unpaid',
    })
    engine.clock.advance({ days: 4 })

    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      payment_status: 'paid',
    })
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toMatchObject([
      { status: 'active' },
    ])
    expect(eventTypes(at)).toContain('checkout.session.async_payment_succeeded')
  })

  it.each([
    ['incomplete', 'incomplete_expired'],
    ['active', 'active'],
  ] as const)(
    'makes a subscription %s while its bank payment is processing, and then %s',
    async (is, then) => {
      const { stripe, engine, session, customer, ...at } = await openSession({
        settings: { settings: { ...takingBanks, bankStarts: is } },
      })
      const subscription = async () =>
        (await stripe.subscriptions.list({ customer: customer.id, status: 'all' })).data[0]

      engine.checkout.pay(session.id, { bank: 'fails' })
      expect((await subscription())?.status).toBe(is)
      engine.clock.advance({ days: 4 })

      expect((await subscription())?.status).toBe(then)
      expect(eventTypes(at)).toContain('checkout.session.async_payment_failed')
      const invoice = await stripe.invoices.retrieve(
        String((await subscription())?.latest_invoice),
        {
          expand: ['payments.data.payment.payment_intent'],
        },
      )
      expect(invoice.status).toBe('void')
      expect(invoice.payments?.data[0]?.payment.payment_intent).toMatchObject({
        last_payment_error: { payment_method: { type: 'us_bank_account' } },
      })
    },
  )

  it('updates an existing customer only with customer_update', async () => {
    const { stripe, price, customer } = await openSession()
    const open = (params: object) =>
      stripe.checkout.sessions.create({
        mode: 'subscription',
        customer: customer.id,
        line_items: [{ price: price.id, quantity: 1 }],
        success_url: 'https://app.test',
        ...params,
      })

    await expect(open({ automatic_tax: { enabled: true } })).rejects.toMatchObject({
      code: 'customer_tax_location_invalid',
    })
    await expect(open({ tax_id_collection: { enabled: true } })).rejects.toMatchObject({
      param: 'customer_update',
    })
    expect(
      await open({
        automatic_tax: { enabled: true },
        tax_id_collection: { enabled: true },
        customer_update: { address: 'auto', name: 'auto' },
      }),
    ).toMatchObject({ automatic_tax: { enabled: true } })
  })

  it('offers the payment methods of the settings, and US bank accounts only for USD', async () => {
    const paymentMethodTypes = ['card', 'us_bank_account']
    const { stripe, session } = await openSession({
      settings: { settings: { paymentMethodTypes } },
    })
    expect(session.payment_method_types).toEqual(paymentMethodTypes)

    const product = await stripe.products.create({ name: 'Pro' })
    const euro = await stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [
        { price_data: { currency: 'eur', product: product.id, unit_amount: 900 }, quantity: 1 },
      ],
      success_url: 'https://app.test',
    })
    expect(euro.payment_method_types).toEqual(['card'])
  })

  it('has a client secret and only a return URL when it is embedded', async () => {
    const { stripe, price } = await openSession()
    const open = (params: object) =>
      stripe.checkout.sessions.create({
        mode: 'subscription',
        ui_mode: 'embedded_page',
        line_items: [{ price: price.id, quantity: 1 }],
        ...params,
      })
    const back = { return_url: 'https://app.test/return' }

    await expect(open({})).rejects.toMatchObject({ param: 'return_url' })
    await expect(open({ ...back, success_url: 'https://app.test' })).rejects.toMatchObject({
      param: 'success_url',
    })
    const session = await open(back)
    expect(session).toMatchObject({ url: null, client_secret: expect.stringMatching(/^cs_test_/) })
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      client_secret: session.client_secret,
    })
  })

  it('expires when its customer is deleted', async () => {
    const { stripe, engine, session, customer, ...at } = await openSession()

    await stripe.customers.del(customer.id)

    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'expired',
      url: null,
    })
    expect(eventTypes(at)).toContain('checkout.session.expired')
    expect(() => engine.checkout.pay(session.id, { number: '4242 4242 4242 4242' })).toThrow()
    expect(engine.store.charges.size).toBe(0)
  })
})
