import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { monthlyPrice, stripeInProcess } from '../src/testing'

const card = { number: '4242 4242 4242 4242' }

async function world() {
  const at = stripeInProcess()
  const { stripe } = at
  at.engine.taxes.set({ DE: { percentage: 19 }, FR: { percentage: 20 } })
  const price = (await monthlyPrice(stripe, 1000)).id
  const once = (
    await stripe.prices.create({
      product_data: { name: 'Course' },
      currency: 'usd',
      unit_amount: 5000,
      tax_behavior: 'inclusive',
    })
  ).id
  const rate = async (percentage: number, given: Partial<Stripe.TaxRateCreateParams> = {}) =>
    (await stripe.taxRates.create({ display_name: 'VAT', inclusive: false, percentage, ...given }))
      .id
  const open = (given: Partial<Stripe.Checkout.SessionCreateParams>) =>
    stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price, quantity: 1 }],
      success_url: 'https://example.com/done',
      ...given,
    })
  /** What was charged for a session, and what it says now. */
  const pay = async (id: string, buyer: { country?: string } = {}) => {
    at.engine.checkout.pay(id, card, { email: 'ada@example.com', ...buyer })
    return { session: await stripe.checkout.sessions.retrieve(id), charged: chargedFor() }
  }
  const chargedFor = () => at.engine.store.charges.all().at(-1)?.amount
  return { ...at, price, once, rate, open, pay }
}

const shown = ({ amount_subtotal, amount_total, total_details }: Stripe.Checkout.Session) => ({
  subtotal: amount_subtotal,
  discount: total_details?.amount_discount,
  tax: total_details?.amount_tax,
  total: amount_total,
})

describe('a Checkout session', () => {
  it('shows and charges the tax rates of its items', async () => {
    const { stripe, engine, price, once, rate, open, pay } = await world()
    const coupon = (await stripe.coupons.create({ percent_off: 50, duration: 'forever' })).id

    const session = await open({
      line_items: [
        { price, quantity: 2, tax_rates: [await rate(20)] },
        { price: once, quantity: 1, tax_rates: [await rate(25, { inclusive: true })] },
      ],
      discounts: [{ coupon }],
    })
    const lines = await stripe.checkout.sessions.listLineItems(session.id)
    const { charged } = await pay(session.id)
    engine.clock.advance({ days: 32 })

    expect(shown(session)).toEqual({ subtotal: 7000, discount: 3500, tax: 700, total: 3700 })
    expect(lines.data.map((line) => [line.amount_tax, line.amount_total]).toSorted()).toEqual([
      [200, 1200],
      [500, 2500],
    ])
    expect(charged).toBe(3700)
    expect((await stripe.invoices.list({ limit: 1 })).data[0]?.total).toBe(1200)
  })

  it('shows and charges the default tax rates of its subscription', async () => {
    const { rate, open, pay } = await world()

    const session = await open({ subscription_data: { default_tax_rates: [await rate(10)] } })

    expect(shown(session)).toMatchObject({ tax: 100, total: 1100 })
    expect((await pay(session.id)).charged).toBe(1100)
  })

  it.each([false, true])('taxes a one-time payment, with an invoice: %s', async (enabled) => {
    const { stripe, once, rate, open, pay } = await world()

    const session = await open({
      mode: 'payment',
      line_items: [{ price: once, quantity: 1, tax_rates: [await rate(20)] }],
      invoice_creation: { enabled },
    })
    const { charged } = await pay(session.id)

    expect(shown(session)).toEqual({ subtotal: 5000, discount: 0, tax: 1000, total: 6000 })
    expect(charged).toBe(6000)
    expect((await stripe.invoices.list()).data.map(({ total }) => total)).toEqual(
      enabled ? [6000] : [],
    )
  })

  it('applies dynamic tax rates once it knows the buyer’s country', async () => {
    const { price, rate, open, pay } = await world()
    const rates = [await rate(19, { country: 'DE' }), await rate(20, { country: 'FR' })]

    // Not in the SDK’s types any more.
    const line = { price, quantity: 1, dynamic_tax_rates: rates }
    const session = await open({ line_items: [line] })
    const { session: paid, charged } = await pay(session.id, { country: 'FR' })

    expect(shown(session)).toMatchObject({ tax: 0, total: 1000 })
    expect(shown(paid)).toMatchObject({ tax: 200, total: 1200 })
    expect(charged).toBe(1200)
  })

  it('calculates automatic tax for the country that the buyer enters, and saves it', async () => {
    const { stripe, engine, open, pay } = await world()

    const session = await open({ automatic_tax: { enabled: true } })
    const { session: paid, charged } = await pay(session.id, { country: 'DE' })
    engine.clock.advance({ days: 32 })

    expect(session.automatic_tax.status).toBe('requires_location_inputs')
    expect(shown(session)).toMatchObject({ tax: 0, total: 1000 })
    expect(paid.automatic_tax).toMatchObject({ enabled: true, status: 'complete' })
    expect(paid.customer_details?.address?.country).toBe('DE')
    expect(shown(paid)).toMatchObject({ tax: 190, total: 1190 })
    expect(charged).toBe(1190)
    expect((await stripe.invoices.list()).data.map(({ total }) => total)).toEqual([1190, 1190])
  })

  it('calculates automatic tax at once for a customer with an address', async () => {
    const { stripe, once, open, pay } = await world()
    const customer = (
      await stripe.customers.create({ email: 'ada@example.com', address: { country: 'FR' } })
    ).id

    const session = await open({
      customer,
      mode: 'payment',
      line_items: [{ price: once, quantity: 1 }],
      automatic_tax: { enabled: true },
    })

    expect(session.automatic_tax.status).toBe('complete')
    expect(shown(session)).toEqual({ subtotal: 5000, discount: 0, tax: 833, total: 5000 })
    expect((await pay(session.id)).charged).toBe(5000)
  })

  it('refuses tax rates together with automatic tax', async () => {
    const { price, rate, open } = await world()
    const line_items = [{ price, quantity: 1, tax_rates: [await rate(20)] }]

    await expect(open({ line_items, automatic_tax: { enabled: true } })).rejects.toMatchObject({
      statusCode: 400,
      param: 'line_items[0][tax_rates]',
    })
  })
})
