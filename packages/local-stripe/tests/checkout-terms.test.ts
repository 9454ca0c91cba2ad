import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { eventTypes, monthlyPrice, stripeInProcess } from '../src/testing'

type Params = Stripe.Checkout.SessionCreateParams
const CARD = { number: '4242 4242 4242 4242' }
const NOW = Date.parse('2026-01-15T12:00:00Z') / 1000
const DAY = 86_400

async function shop() {
  const at = stripeInProcess()
  const monthly = await monthlyPrice(at.stripe)
  const product = await at.stripe.products.create({ name: 'Setup' })
  const once = await at.stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 2000,
  })
  const customer = await at.stripe.customers.create({ email: 'ada@example.com' })
  const open = (params: Partial<Params>) =>
    at.stripe.checkout.sessions.create({
      mode: 'subscription',
      customer: customer.id,
      line_items: [{ price: monthly.id, quantity: 1 }],
      success_url: 'https://app.test',
      ...params,
    })
  const buy = (params: Partial<Params>) =>
    open({ mode: 'payment', line_items: [{ price: once.id, quantity: 2 }], ...params })
  const charged = async () => {
    const { data } = await at.stripe.charges.list({ customer: customer.id })
    return data.reduce((sum, charge) => sum + charge.amount_captured, 0)
  }
  return { ...at, monthly, once, customer, open, buy, charged }
}

describe('the totals of a Checkout session', () => {
  it('are the prorated first period up to a billing cycle anchor', async () => {
    const { engine, stripe, open, charged } = await shop()
    const anchor = NOW + 10 * DAY

    const session = await open({ subscription_data: { billing_cycle_anchor: anchor } })
    engine.checkout.pay(session.id, CARD)

    // 10 of the 31 days before the 25th of January.
    expect(session).toMatchObject({ amount_subtotal: 1581, amount_total: 1581 })
    expect(await charged()).toBe(1581)
    const lines = await stripe.checkout.sessions.listLineItems(session.id)
    expect(lines.data).toMatchObject([{ amount_subtotal: 1581, amount_total: 1581 }])
  })

  it('are zero up to the anchor without prorations, and the card is saved', async () => {
    const { engine, stripe, open, charged, customer } = await shop()
    const anchor = NOW + 10 * DAY

    const session = await open({
      subscription_data: { billing_cycle_anchor: anchor, proration_behavior: 'none' },
    })
    const paid = engine.checkout.pay(session.id, CARD)

    expect(session.amount_total).toBe(0)
    expect(paid).toMatchObject({ kind: 'paid', session: { payment_status: 'no_payment_required' } })
    expect(await charged()).toBe(0)
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toMatchObject([
      { status: 'active', billing_cycle_anchor: anchor },
    ])
    engine.clock.advance({ days: 10, hours: 2 })
    expect(await charged()).toBe(4900)
  })

  it('follow a configured anchor', async () => {
    const { engine, open, charged } = await shop()

    const session = await open({
      subscription_data: { billing_cycle_anchor_config: { day_of_month: 25 } },
    })
    engine.checkout.pay(session.id, CARD)

    expect(session.amount_total).toBe(1581)
    expect(await charged()).toBe(1581)
  })

  it('divide a discount among the lines that it applies to', async () => {
    const { engine, stripe, open, monthly, once, charged } = await shop()
    const coupon = await stripe.coupons.create({
      percent_off: 50,
      applies_to: { products: [`${monthly.product}`] },
    })

    const session = await open({
      line_items: [
        { price: monthly.id, quantity: 2 },
        { price: once.id, quantity: 1 },
      ],
      discounts: [{ coupon: coupon.id }],
    })
    engine.checkout.pay(session.id, CARD)

    expect(session).toMatchObject({
      amount_subtotal: 11_800,
      amount_total: 6900,
      total_details: { amount_discount: 4900 },
    })
    const { data } = await stripe.checkout.sessions.listLineItems(session.id)
    expect(
      data.map((line) => [line.amount_subtotal, line.amount_discount, line.amount_total]),
    ).toEqual([
      [9800, 4900, 4900],
      [2000, 0, 2000],
    ])
    expect(await charged()).toBe(6900)
  })

  it('include only one-time items during a trial', async () => {
    const { engine, open, monthly, once, charged } = await shop()

    const session = await open({
      line_items: [
        { price: monthly.id, quantity: 1 },
        { price: once.id, quantity: 1 },
      ],
      subscription_data: { trial_period_days: 14 },
    })
    engine.checkout.pay(session.id, CARD)

    expect(session.amount_total).toBe(2000)
    expect(await charged()).toBe(2000)
  })

  it('divide a discount among the lines of a one-time payment', async () => {
    const { engine, stripe, buy, charged } = await shop()
    const coupon = await stripe.coupons.create({ amount_off: 1000, currency: 'usd' })

    const session = await buy({ discounts: [{ coupon: coupon.id }] })
    engine.checkout.pay(session.id, CARD)

    expect(session).toMatchObject({ amount_subtotal: 4000, amount_total: 3000 })
    const { data } = await stripe.checkout.sessions.listLineItems(session.id)
    expect(data).toMatchObject([
      { amount_subtotal: 4000, amount_discount: 1000, amount_total: 3000 },
    ])
    expect(await charged()).toBe(3000)
  })
})

describe('a quantity that the buyer can adjust', () => {
  it('changes the totals and the charge within its limits', async () => {
    const { engine, stripe, open, monthly, charged } = await shop()
    const session = await open({
      line_items: [
        {
          price: monthly.id,
          quantity: 2,
          adjustable_quantity: { enabled: true, minimum: 2, maximum: 5 },
        },
      ],
    })
    const line = async () =>
      (await stripe.checkout.sessions.listLineItems(session.id)).data[0] as Stripe.LineItem

    const { id, adjustable_quantity } = await line()
    engine.checkout.changeQuantity(session.id, id, 4)

    expect(adjustable_quantity).toEqual({ enabled: true, minimum: 2, maximum: 5 })
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      amount_total: 19_600,
    })
    expect(await line()).toMatchObject({ quantity: 4, amount_total: 19_600 })
    for (const quantity of [1, 6, 2.5]) {
      expect(() => engine.checkout.changeQuantity(session.id, id, quantity)).toThrow(
        'Choose a quantity from 2 to 5.',
      )
    }
    engine.checkout.pay(session.id, CARD)
    expect(await charged()).toBe(19_600)
  })

  it('can be zero if another item stays', async () => {
    const { engine, stripe, open, monthly, once, charged } = await shop()
    const session = await open({
      line_items: [
        { price: monthly.id, quantity: 1 },
        { price: once.id, quantity: 1, adjustable_quantity: { enabled: true } },
      ],
    })
    const { data } = await stripe.checkout.sessions.listLineItems(session.id)

    engine.checkout.changeQuantity(session.id, `${data[1]?.id}`, 0)
    engine.checkout.pay(session.id, CARD)

    expect(data[1]?.adjustable_quantity).toEqual({ enabled: true, minimum: 0, maximum: 99 })
    expect(await charged()).toBe(4900)
  })

  it.each([
    [{ minimum: 9, maximum: 2 }, 'minimum'],
    [{ maximum: 1_000_000 }, 'maximum'],
    [{ minimum: 3 }, 'quantity'],
  ])('is refused with %o', async (limits, param) => {
    const { open, monthly } = await shop()
    const adjustable_quantity = { enabled: true, ...limits }

    await expect(
      open({ line_items: [{ price: monthly.id, quantity: 1, adjustable_quantity }] }),
    ).rejects.toMatchObject({ statusCode: 400, param: expect.stringContaining(param) })
  })

  it('is fixed without `enabled`', async () => {
    const { engine, stripe, open, monthly } = await shop()
    const { id } = await open({
      line_items: [{ price: monthly.id, quantity: 1, adjustable_quantity: { enabled: false } }],
    })
    const { data } = await stripe.checkout.sessions.listLineItems(id)

    expect(data[0]?.adjustable_quantity).toBeNull()
    expect(() => engine.checkout.changeQuantity(id, `${data[0]?.id}`, 3)).toThrow(
      'cannot be changed',
    )
  })
})

describe('what Checkout asks the buyer', () => {
  const custom_fields: Params['custom_fields'] = [
    { key: 'team', label: { type: 'custom', custom: 'Team' }, type: 'text' },
    {
      key: 'size',
      label: { type: 'custom', custom: 'Size' },
      type: 'dropdown',
      dropdown: {
        default_value: 's',
        options: [
          { label: 'Small', value: 's' },
          { label: 'Large', value: 'l' },
        ],
      },
    },
    {
      key: 'code',
      label: { type: 'custom', custom: 'Code' },
      type: 'numeric',
      optional: true,
      numeric: { minimum_length: 3 },
    },
  ]

  it('is in the session, with the answers once it is complete', async () => {
    const { engine, stripe, open } = await shop()
    const session = await open({
      custom_fields,
      consent_collection: { terms_of_service: 'required', promotions: 'auto' },
      custom_text: { submit: { message: 'See you soon.' } },
    })
    expect(session).toMatchObject({
      consent: null,
      consent_collection: {
        payment_method_reuse_agreement: null,
        promotions: 'auto',
        terms_of_service: 'required',
      },
      custom_text: { submit: { message: 'See you soon.' }, after_submit: null },
      custom_fields: [
        {
          key: 'team',
          label: { type: 'custom', custom: 'Team' },
          optional: false,
          type: 'text',
          text: { default_value: null, maximum_length: null, minimum_length: null, value: null },
        },
        { key: 'size', dropdown: { default_value: 's', value: null } },
        { key: 'code', optional: true, numeric: { minimum_length: 3, value: null } },
      ],
    })

    const customFields = { team: 'Analytical', size: 'l' }
    engine.checkout.pay(session.id, CARD, { customFields, acceptsTerms: true })

    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      consent: { promotions: 'opt_out', terms_of_service: 'accepted' },
      custom_fields: [
        { key: 'team', text: { value: 'Analytical' } },
        { key: 'size', dropdown: { value: 'l' } },
        { key: 'code', numeric: { value: null } },
      ],
    })
  })

  it('is refused if it is more or other than Checkout can ask', async () => {
    const { open } = await shop()
    const [text, dropdown, numeric] = custom_fields as [never, never, never]
    const refused = async (fields: object[], param: string) =>
      expect(open({ custom_fields: fields as never })).rejects.toMatchObject({ param })

    await refused([text, dropdown, numeric, text], 'custom_fields')
    await refused([text, text], 'custom_fields[1][key]')
    await refused([{ ...(text as object), key: 'a b' }], 'custom_fields[0][key]')
    await refused(
      [{ ...(dropdown as object), dropdown: { options: [], default_value: 'x' } }],
      'custom_fields[0][dropdown][options]',
    )
  })
})

describe('setup mode', () => {
  it('has a setup intent from the start and completes it', async () => {
    const { engine, stripe, customer } = await shop()
    const session = await stripe.checkout.sessions.create({
      mode: 'setup',
      currency: 'usd',
      customer: customer.id,
      setup_intent_data: { metadata: { order: '7' }, description: 'Card for later' },
      success_url: 'https://app.test',
    })
    const intent = () => stripe.setupIntents.retrieve(`${session.setup_intent}`)
    expect(await intent()).toMatchObject({
      status: 'requires_payment_method',
      customer: customer.id,
      metadata: { order: '7' },
      description: 'Card for later',
    })

    engine.checkout.pay(session.id, CARD)

    const methods = await stripe.customers.listPaymentMethods(customer.id)
    expect(await intent()).toMatchObject({
      status: 'succeeded',
      payment_method: methods.data[0]?.id,
    })
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      setup_intent: session.setup_intent,
      payment_status: 'no_payment_required',
    })
  })

  it('cancels the setup intent when the session expires', async () => {
    const { engine, stripe } = await shop()
    const session = await stripe.checkout.sessions.create({
      mode: 'setup',
      currency: 'usd',
      success_url: 'https://app.test',
    })

    engine.clock.advance({ days: 1 })

    expect(await stripe.setupIntents.retrieve(`${session.setup_intent}`)).toMatchObject({
      status: 'canceled',
    })
  })

  it.each([
    ['if_required', null],
    ['always', expect.stringMatching(/^cus_/)],
  ] as const)('with customer_creation %s ends with customer %s', async (how, customer) => {
    const { engine, stripe } = await shop()
    const { id } = await stripe.checkout.sessions.create({
      mode: 'setup',
      currency: 'usd',
      customer_creation: how,
      success_url: 'https://app.test',
    })

    const paid = engine.checkout.pay(id, CARD, { email: 'bob@example.com' })

    expect(paid).toMatchObject({ session: { customer, setup_intent: expect.any(String) } })
  })
})

describe('payment mode', () => {
  it('authorizes with capture_method manual and leaves the capture', async () => {
    const { engine, stripe, buy, charged } = await shop()
    const session = await buy({
      payment_intent_data: {
        capture_method: 'manual',
        receipt_email: 'bills@example.com',
        statement_descriptor_suffix: 'ORDER 7',
      },
    })

    engine.checkout.pay(session.id, CARD)

    const done = await stripe.checkout.sessions.retrieve(session.id)
    const intent = `${done.payment_intent}`
    expect(done).toMatchObject({ status: 'complete', payment_status: 'unpaid' })
    expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 4000,
      receipt_email: 'bills@example.com',
      statement_descriptor_suffix: 'ORDER 7',
    })
    await stripe.paymentIntents.capture(intent)
    expect(await charged()).toBe(4000)
  })

  it('creates a paid invoice with invoice_creation', async () => {
    const { stripe, buy, charged, ...at } = await shop()
    const coupon = await stripe.coupons.create({ percent_off: 25 })
    const session = await buy({
      discounts: [{ coupon: coupon.id }],
      invoice_creation: {
        enabled: true,
        invoice_data: { description: 'Thank you', metadata: { order: '7' }, footer: 'Bye' },
      },
      payment_intent_data: { metadata: { paid: 'yes' } },
    })

    at.engine.checkout.pay(session.id, CARD)

    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['invoice', 'payment_intent'],
    })
    expect(session.invoice_creation).toMatchObject({
      enabled: true,
      invoice_data: { description: 'Thank you', footer: 'Bye', metadata: { order: '7' } },
    })
    expect(done).toMatchObject({
      amount_total: 3000,
      payment_status: 'paid',
      payment_intent: { amount_received: 3000, metadata: { paid: 'yes' } },
      invoice: {
        status: 'paid',
        amount_paid: 3000,
        description: 'Thank you',
        footer: 'Bye',
        metadata: { order: '7' },
        lines: { data: [{ quantity: 2, amount: 4000 }] },
      },
    })
    expect(await charged()).toBe(3000)
    expect(eventTypes(at)).toContain('invoice.paid')
  })

  it('creates a customer for the invoice, and none without one', async () => {
    const { stripe, engine, once } = await shop()
    const pay = async (params: Partial<Params>) => {
      const { id } = await stripe.checkout.sessions.create({
        mode: 'payment',
        line_items: [{ price: once.id, quantity: 1 }],
        success_url: 'https://app.test',
        ...params,
      })
      engine.checkout.pay(id, CARD, { email: 'bob@example.com' })
      return stripe.checkout.sessions.retrieve(id)
    }

    expect(await pay({})).toMatchObject({
      customer: null,
      invoice: null,
      invoice_creation: { enabled: false },
    })
    expect(await pay({ invoice_creation: { enabled: true } })).toMatchObject({
      customer: expect.stringMatching(/^cus_/),
      invoice: expect.stringMatching(/^in_/),
    })
  })
})

describe('Checkout refuses', () => {
  it.each([
    [{ subscription_data: { trial_end: NOW + 3600 } }, 'subscription_data[trial_end]'],
    [{ subscription_data: { trial_period_days: 0 } }, 'subscription_data[trial_period_days]'],
    [{ customer_creation: 'always' }, 'customer_creation'],
    [{ invoice_creation: { enabled: true } }, 'invoice_creation[enabled]'],
    [{ setup_intent_data: { metadata: { a: 'b' } } }, 'setup_intent_data'],
    [{ mode: 'setup' }, 'line_items'],
    [{ mode: 'setup', line_items: [] }, 'currency'],
    [
      { subscription_data: { billing_cycle_anchor: NOW + 50 * DAY } },
      'subscription_data[billing_cycle_anchor]',
    ],
    [
      { subscription_data: { proration_behavior: 'always_invoice' } },
      'subscription_data[proration_behavior]',
    ],
  ] as [Partial<Params>, string][])('%o', async (params, param) => {
    const { open } = await shop()

    await expect(open(params)).rejects.toMatchObject({ statusCode: 400, param })
  })

  it.each([
    [{ subscription_data: { description: 'No' } }, 'subscription_data'],
    [{ payment_method_collection: 'always' }, 'payment_method_collection'],
    [
      { invoice_creation: { enabled: true }, payment_intent_data: { capture_method: 'manual' } },
      'invoice_creation[enabled]',
    ],
  ] as [Partial<Params>, string][])('%o in payment mode', async (params, param) => {
    const { buy } = await shop()

    await expect(buy(params)).rejects.toMatchObject({ statusCode: 400, param })
  })

  it('a second currency of a customer, and an amount that is too small', async () => {
    const { engine, stripe, open, monthly } = await shop()
    engine.checkout.pay((await open({})).id, CARD)
    const price_data = (currency: string, unit_amount: number) => ({
      currency,
      unit_amount,
      product: `${monthly.product}`,
      recurring: { interval: 'month' as const },
    })

    await expect(
      open({ line_items: [{ price_data: price_data('eur', 4900), quantity: 1 }] }),
    ).rejects.toThrow('You cannot combine currencies on a single customer.')
    await expect(
      open({ line_items: [{ price_data: price_data('usd', 30), quantity: 1 }] }),
    ).rejects.toMatchObject({ code: 'amount_too_small' })
    expect((await stripe.checkout.sessions.list({ status: 'open' })).data).toEqual([])
  })
})
