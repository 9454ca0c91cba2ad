import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

async function world() {
  const at = stripeInProcess()
  const customer = (await payingCustomer(at.stripe)).id
  const price = (await monthlyPrice(at.stripe, 4900)).id
  return { ...at, customer, price, items: [{ price }] }
}

describe('a fixed amount off', () => {
  it('is refused in another currency', async () => {
    const { stripe, customer, items, price } = await world()
    const coupon = await stripe.coupons.create({ amount_off: 1000, currency: 'eur' })
    const discounts = [{ coupon: coupon.id }]
    const refused = { statusCode: 400, param: 'discounts[0][coupon]' }

    await expect(stripe.subscriptions.create({ customer, items, discounts })).rejects.toMatchObject(
      refused,
    )
    await expect(
      stripe.checkout.sessions.create({
        mode: 'subscription',
        line_items: [{ price, quantity: 1 }],
        discounts,
        success_url: 'https://app.test/ok',
      }),
    ).rejects.toMatchObject(refused)
  })

  it('is taken in a currency that the coupon has an option for', async () => {
    const { stripe, customer, items } = await world()
    const coupon = await stripe.coupons.create({
      amount_off: 1000,
      currency: 'eur',
      currency_options: { usd: { amount_off: 1200 } },
    })

    const subscription = await stripe.subscriptions.create({
      customer,
      items,
      discounts: [{ coupon: coupon.id }],
      expand: ['latest_invoice'],
    })

    expect(subscription.latest_invoice).toMatchObject({ total: 3700 })
  })
})

describe('a promotion code', () => {
  it('with a minimum is refused for a smaller purchase, and in Checkout for a trial', async () => {
    const { stripe, customer, price, items } = await world()
    const coupon = await stripe.coupons.create({ percent_off: 50 })
    const code = await stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon: coupon.id },
      restrictions: { minimum_amount: 5000, minimum_amount_currency: 'usd' },
    })
    const discounts = [{ promotion_code: code.id }]
    const refused = {
      statusCode: 400,
      message:
        'This promotion code cannot be redeemed because the associated purchase does not meet the minimum amount requirement.',
    }

    await expect(stripe.subscriptions.create({ customer, items, discounts })).rejects.toMatchObject(
      refused,
    )
    await expect(
      stripe.checkout.sessions.create({
        mode: 'subscription',
        line_items: [{ price, quantity: 1 }],
        discounts,
        success_url: 'https://app.test/ok',
      }),
    ).rejects.toMatchObject(refused)

    await expect(
      stripe.checkout.sessions.create({
        mode: 'subscription',
        line_items: [{ price, quantity: 2 }],
        discounts,
        subscription_data: { trial_period_days: 14 },
        success_url: 'https://app.test/ok',
      }),
    ).rejects.toMatchObject(refused)

    const two = await stripe.subscriptions.create({
      customer,
      items: [{ price, quantity: 2 }],
      discounts,
      expand: ['latest_invoice'],
    })
    expect(two.latest_invoice).toMatchObject({ total: 4900 })
  })

  it('for first purchases is refused to a customer who has paid, with the code of Stripe', async () => {
    const { stripe, customer, items } = await world()
    const coupon = await stripe.coupons.create({ percent_off: 50 })
    const code = await stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon: coupon.id },
      restrictions: { first_time_transaction: true },
    })
    await stripe.subscriptions.create({ customer, items })

    await expect(
      stripe.subscriptions.create({
        customer,
        items,
        discounts: [{ promotion_code: code.id }],
      }),
    ).rejects.toMatchObject({
      code: 'promotion_code_customer_not_first_time',
      message:
        'This promotion code cannot be redeemed because the associated customer has prior transactions.',
    })
  })
})

describe('a coupon for other products', () => {
  it('is refused by Checkout', async () => {
    const { stripe, price } = await world()
    const other = await stripe.products.create({ name: 'Other' })
    const coupon = await stripe.coupons.create({
      percent_off: 50,
      applies_to: { products: [other.id] },
    })

    await expect(
      stripe.checkout.sessions.create({
        mode: 'subscription',
        line_items: [{ price, quantity: 1 }],
        discounts: [{ coupon: coupon.id }],
        success_url: 'https://app.test/ok',
      }),
    ).rejects.toMatchObject({ statusCode: 400, code: 'coupon_applies_to_nothing' })
  })
})
