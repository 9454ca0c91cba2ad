import { describe, expect, it } from 'vitest'
import { payingCustomer, stripeInProcess } from '../src/testing'

const at = () => {
  const { stripe, engine } = stripeInProcess()
  const price = (currency: string, unit_amount: number, recurring = true) =>
    stripe.prices.create({
      product_data: { name: 'Pro' },
      currency,
      unit_amount,
      ...(recurring && { recurring: { interval: 'month' } }),
    })
  const checkout = async (currency: string, unit_amount: number, customer?: string) =>
    stripe.checkout.sessions.create({
      mode: 'subscription',
      ...(customer && { customer }),
      line_items: [{ price: (await price(currency, unit_amount)).id, quantity: 1 }],
      success_url: 'https://app.test/ok',
    })
  return { stripe, engine, price, checkout }
}

describe('an amount that can’t be charged', () => {
  it('is accepted in a price, since several may be bought, and refused in a checkout', async () => {
    const { checkout } = at()

    await expect(checkout('usd', 49)).rejects.toMatchObject({
      statusCode: 400,
      type: 'StripeInvalidRequestError',
      code: 'amount_too_small',
      message: "The Checkout Session's total amount due must add up to at least $0.50 usd",
    })
    await expect(checkout('huf', 17_400)).rejects.toMatchObject({ code: 'amount_too_small' })
    expect(await checkout('usd', 50)).toMatchObject({ amount_total: 50 })
    expect(await checkout('usd', 0)).toMatchObject({ amount_total: 0 })
  })

  it('is refused in a payment intent', async () => {
    const { stripe } = at()
    const intent = (amount: number, currency: string) =>
      stripe.paymentIntents.create({ amount, currency })

    await expect(intent(29, 'gbp')).rejects.toMatchObject({
      code: 'amount_too_small',
      param: 'amount',
      message: 'Amount must be at least £0.30 gbp',
    })
    await expect(intent(4_995, 'kwd')).rejects.toMatchObject({ statusCode: 400, param: 'amount' })
    await expect(intent(4_950, 'isk')).rejects.toMatchObject({ statusCode: 400, param: 'amount' })
    await expect(intent(4_900, 'xyz')).rejects.toMatchObject({ statusCode: 400, param: 'currency' })
    await expect(intent(100_000_000, 'usd')).rejects.toMatchObject({
      code: 'amount_too_large',
      message: 'Amount must be no more than $999,999.99',
    })
    expect(await intent(4_990, 'kwd')).toMatchObject({ amount: 4_990 })
    expect(await intent(100_000_000, 'jpy')).toMatchObject({ amount: 100_000_000 })
  })

  it('is carried to the next invoice by the customer’s balance', async () => {
    const { stripe, engine, price } = at()
    const customer = await payingCustomer(stripe)
    const { id } = await price('usd', 30)
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price: id }] })

    const [first] = (await stripe.invoices.list({ customer: customer.id })).data
    expect(first).toMatchObject({ status: 'paid', total: 30, amount_due: 0, ending_balance: 30 })
    const [entry] = (await stripe.customers.listBalanceTransactions(customer.id)).data
    expect(entry).toMatchObject({ type: 'invoice_too_small', amount: 30, ending_balance: 30 })

    engine.clock.advance({ days: 31, hours: 2 })
    const [second] = (await stripe.invoices.list({ customer: customer.id })).data
    expect(second).toMatchObject({ status: 'paid', total: 30, amount_due: 60, ending_balance: 0 })
  })

  it('is rounded where the currency has no such fractions, and the rest is kept on the balance', async () => {
    const { stripe, price } = at()
    const customer = await payingCustomer(stripe)
    const { id } = await price('ugx', 1_000_000)
    const half = await stripe.coupons.create({ percent_off: 33.33, duration: 'once' })
    await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: id }],
      discounts: [{ coupon: half.id }],
    })

    const [invoice] = (await stripe.invoices.list({ customer: customer.id })).data
    expect(invoice).toMatchObject({ total: 666_700, amount_due: 666_700, ending_balance: 0 })

    await stripe.invoiceItems.create({ customer: customer.id, currency: 'ugx', amount: 500_030 })
    const draft = await stripe.invoices.create({
      customer: customer.id,
      currency: 'ugx',
      pending_invoice_items_behavior: 'include',
    })
    const finalized = await stripe.invoices.finalizeInvoice(draft.id ?? '')
    expect(finalized).toMatchObject({ total: 500_030, amount_due: 500_000, ending_balance: 30 })
  })
})

it('a customer who is billed in one currency can’t subscribe in another', async () => {
  const { stripe, checkout } = at()
  const customer = await payingCustomer(stripe)
  await stripe.invoiceItems.create({ customer: customer.id, amount: 10_000, currency: 'eur' })
  const invoice = await stripe.invoices.create({ customer: customer.id, currency: 'eur' })
  await stripe.invoices.finalizeInvoice(invoice.id ?? '')

  await expect(checkout('usd', 4_900, customer.id)).rejects.toMatchObject({
    statusCode: 400,
    message: expect.stringContaining('with currency eur'),
  })
  expect(await checkout('eur', 4_900, customer.id)).toMatchObject({ currency: 'eur' })
})
