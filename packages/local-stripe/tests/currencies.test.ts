import { describe, expect, it } from 'vitest'
import { payingCustomer, stripeInProcess } from '../src/testing'

async function priceInThree() {
  const at = stripeInProcess()
  const price = await at.stripe.prices.create({
    product_data: { name: 'Pro' },
    currency: 'usd',
    unit_amount: 4900,
    recurring: { interval: 'month' },
    currency_options: { eur: { unit_amount: 4500 }, jpy: { unit_amount: 7000 } },
  })
  return { ...at, price }
}

describe('currencies', () => {
  it('are chosen in Checkout from those of the price', async () => {
    const { stripe, engine, price } = await priceInThree()
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      currency: 'jpy',
      line_items: [{ price: price.id, quantity: 2 }],
      success_url: 'https://app.test/ok',
    })
    engine.checkout.pay(session.id, { number: '4242424242424242' })
    engine.clock.advance({ days: 31, hours: 2 })

    const invoices = (await stripe.invoices.list()).data
    expect(invoices).toMatchObject([
      { currency: 'jpy', total: 14_000, status: 'paid' },
      { currency: 'jpy', total: 14_000, status: 'paid' },
    ])
    expect(invoices[0]?.lines.data[0]?.description).toBe('2 × Pro (at ¥7,000 / month)')
  })

  it('don’t change when a promotion code is applied', async () => {
    const { stripe, engine, price } = await priceInThree()
    const coupon = await stripe.coupons.create({ percent_off: 50, duration: 'once' })
    await stripe.promotionCodes.create({
      code: 'HALF',
      promotion: { type: 'coupon', coupon: coupon.id },
    })
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      currency: 'jpy',
      allow_promotion_codes: true,
      line_items: [{ price: price.id, quantity: 1 }],
      success_url: 'https://app.test/ok',
    })

    expect(engine.checkout.applyPromotion(session.id, 'half')).toEqual({ kind: 'applied' })

    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      currency: 'jpy',
      amount_subtotal: 7000,
      amount_total: 3500,
    })
    engine.checkout.pay(session.id, { number: '4242424242424242' })
    const [invoice] = (await stripe.invoices.list()).data
    expect(invoice).toMatchObject({ currency: 'jpy', total: 3500, status: 'paid' })
  })

  it('are not mixed for one customer', async () => {
    const { stripe, price } = await priceInThree()
    const customer = await payingCustomer(stripe)
    const items = [{ price: price.id }]
    await stripe.subscriptions.create({ customer: customer.id, items, currency: 'eur' })

    await expect(
      stripe.subscriptions.create({ customer: customer.id, items }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('cannot combine currencies'),
    })
  })

  it('that a price doesn’t have are refused', async () => {
    const { stripe, price } = await priceInThree()

    await expect(
      stripe.checkout.sessions.create({
        mode: 'subscription',
        currency: 'gbp',
        line_items: [{ price: price.id, quantity: 1 }],
        success_url: 'https://app.test/ok',
      }),
    ).rejects.toMatchObject({ statusCode: 400 })
  })

  it('of a price are shown when expanded', async () => {
    const { stripe, price } = await priceInThree()

    const shown = await stripe.prices.retrieve(price.id, { expand: ['currency_options'] })

    expect(price.currency_options).toBeUndefined()
    expect(Object.keys(shown.currency_options ?? {})).toEqual(['usd', 'eur', 'jpy'])
  })
})
