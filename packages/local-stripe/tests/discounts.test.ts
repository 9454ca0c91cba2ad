import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

async function discounted(coupon: Stripe.CouponCreateParams) {
  const at = stripeInProcess()
  const customer = await payingCustomer(at.stripe)
  const price = await monthlyPrice(at.stripe)
  const made = await at.stripe.coupons.create(coupon)
  await at.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    discounts: [{ coupon: made.id }],
  })
  const totals = async () =>
    (await at.stripe.invoices.list({ customer: customer.id })).data
      .map((each) => each.total)
      .reverse()
  return { ...at, customer, price, coupon: made, totals }
}

describe('a discount', () => {
  it.each([
    ['once', { percent_off: 50, duration: 'once' }, [2450, 4900, 4900]],
    [
      'for two months',
      { percent_off: 10, duration: 'repeating', duration_in_months: 2 },
      [4410, 4410, 4900],
    ],
    ['forever', { amount_off: 1000, currency: 'usd', duration: 'forever' }, [3900, 3900, 3900]],
    [
      'that is larger than the total',
      { amount_off: 9999, currency: 'usd', duration: 'once' },
      [0, 4900, 4900],
    ],
  ] as const)('%s', async (_, coupon, expected) => {
    const { engine, totals } = await discounted(coupon)

    engine.clock.advance({ days: 62 })

    expect(await totals()).toEqual(expected)
  })

  it('limits the credit of a plan change to what was paid', async () => {
    const { engine, stripe, customer } = await discounted({ percent_off: 50, duration: 'once' })
    engine.clock.advanceTo(new Date('2026-01-31T00:00:00Z'))
    const [subscription] = (await stripe.subscriptions.list({ customer: customer.id })).data

    await stripe.subscriptions.cancel(subscription?.id ?? '', { prorate: true, invoice_now: true })

    // Half a month of $24.50, not of $49.
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -1225 })
  })

  it('is redeemed with a promotion code, up to its limit', async () => {
    const { stripe, coupon, customer, price } = await discounted({
      percent_off: 25,
      duration: 'once',
    })
    const code = await stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon: coupon.id },
      code: 'SPRING',
      max_redemptions: 1,
    })
    const [found] = (await stripe.promotionCodes.list({ code: 'spring', active: true })).data
    expect(found?.id).toBe(code.id)
    const order = {
      customer: customer.id,
      items: [{ price: price.id }],
      discounts: [{ promotion_code: code.id }],
    }

    await stripe.subscriptions.create(order)

    expect((await stripe.promotionCodes.retrieve(code.id)).times_redeemed).toBe(1)
    await expect(stripe.subscriptions.create(order)).rejects.toMatchObject({ statusCode: 400 })
  })

  it('is applied in Checkout', async () => {
    const { stripe, engine, coupon, price, ...at } = await discounted({
      percent_off: 50,
      duration: 'once',
    })
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: price.id, quantity: 1 }],
      discounts: [{ coupon: coupon.id }],
      success_url: 'https://app.test/ok',
    })
    expect(session).toMatchObject({
      amount_subtotal: 4900,
      amount_total: 2450,
      total_details: { amount_discount: 2450 },
    })

    const result = engine.checkout.pay(session.id, { number: '4242424242424242' })

    expect(result.kind).toBe('paid')
    const [charge] = (await stripe.charges.list()).data
    expect(charge?.amount).toBe(2450)
    expect(eventTypes(at)).toContain('customer.discount.created')
  })
})
