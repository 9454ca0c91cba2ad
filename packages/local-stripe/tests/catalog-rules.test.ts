import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

/** An active price, and a function for each way to sell it. */
async function selling() {
  const { stripe } = stripeInProcess()
  const price = await monthlyPrice(stripe)
  const customer = await payingCustomer(stripe)
  const product = String(price.product)
  const subscribe = () =>
    stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] })
  const checkOut = () =>
    stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: price.id, quantity: 1 }],
      success_url: 'https://app.test',
    })
  return { stripe, price, product, subscribe, checkOut }
}

describe('what is no longer sold', () => {
  it('is refused if its price is archived', async () => {
    const { stripe, price, subscribe, checkOut } = await selling()
    await stripe.prices.update(price.id, { active: false })

    await expect(subscribe()).rejects.toMatchObject({ code: 'price_inactive' })
    await expect(checkOut()).rejects.toMatchObject({ code: 'price_inactive' })
  })

  it('is refused if its product is archived, although its price is active', async () => {
    const { stripe, price, product, subscribe, checkOut } = await selling()
    await stripe.products.update(product, { active: false })

    await expect(subscribe()).rejects.toMatchObject({
      statusCode: 400,
      param: 'items[0][price]',
      message: expect.stringContaining('marked as inactive'),
    })
    await expect(checkOut()).rejects.toMatchObject({
      statusCode: 400,
      param: 'line_items[0][price]',
      message: expect.stringContaining('because its product is not active'),
    })
    expect((await stripe.prices.retrieve(price.id)).active).toBe(true)
  })

  it('stays with the subscriptions that have it', async () => {
    const { stripe, product, subscribe } = await selling()
    const { id, items } = await subscribe()
    await stripe.products.update(product, { active: false })

    const changed = await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id, quantity: 3 }],
    })

    expect(changed.items.data[0]?.quantity).toBe(3)
  })

  it('can’t be deleted while the product has prices', async () => {
    const { stripe, product } = await selling()

    await expect(stripe.products.del(product)).rejects.toMatchObject({ statusCode: 400 })
  })
})
