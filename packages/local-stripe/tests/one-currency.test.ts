import { describe, expect, it } from 'vitest'
import { payingCustomer, stripeInProcess } from '../src/testing'

async function shop() {
  const at = stripeInProcess()
  const { id: customer } = await payingCustomer(at.stripe)
  const price = async (currency: string) => {
    const made = await at.stripe.prices.create({
      product_data: { name: 'Pro' },
      currency,
      unit_amount: 4900,
      recurring: { interval: 'month' },
    })
    return made.id
  }
  const subscribe = async (currency: string) =>
    at.stripe.subscriptions.create({ customer, items: [{ price: await price(currency) }] })
  const checkout = async (currency: string) =>
    at.stripe.checkout.sessions.create({
      mode: 'subscription',
      customer,
      line_items: [{ price: await price(currency), quantity: 1 }],
      success_url: 'https://app.test/ok',
    })
  const charge = (currency: string) =>
    at.stripe.invoiceItems.create({ customer, amount: 1000, currency })
  return { ...at, customer, subscribe, checkout, charge }
}

const refusal = (currency: string) => ({
  statusCode: 400,
  message: expect.stringMatching(
    new RegExp(`^You cannot combine currencies on a single customer\\..*with currency ${currency}`),
  ),
})

describe('a customer has one currency', () => {
  it('while a subscription is active, and any after it ended', async () => {
    const { stripe, customer, subscribe, checkout } = await shop()
    const { id } = await subscribe('eur')
    await expect(subscribe('usd')).rejects.toMatchObject(refusal('eur'))
    await expect(checkout('usd')).rejects.toMatchObject(refusal('eur'))

    await stripe.subscriptions.cancel(id)

    expect(await subscribe('usd')).toMatchObject({ status: 'active', currency: 'usd' })
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ currency: 'usd' })
  })

  it('while an invoice item waits for an invoice', async () => {
    const { stripe, customer, subscribe, charge } = await shop()
    await charge('eur')
    await expect(subscribe('usd')).rejects.toMatchObject(refusal('eur'))

    const draft = await stripe.invoices.create({
      customer,
      currency: 'eur',
      pending_invoice_items_behavior: 'include',
    })
    await stripe.invoices.pay(draft.id ?? '')

    expect(await subscribe('usd')).toMatchObject({ status: 'active' })
  })

  it('while a Checkout session for a subscription is open', async () => {
    const { stripe, checkout } = await shop()
    const { id } = await checkout('eur')
    await expect(checkout('usd')).rejects.toMatchObject(refusal('eur'))

    await stripe.checkout.sessions.expire(id)

    expect(await checkout('usd')).toMatchObject({ currency: 'usd' })
  })
})

describe('an invoice by hand', () => {
  it('can be in another currency, takes the items of its own, and leaves the credit alone', async () => {
    const { stripe, customer, subscribe, charge } = await shop()
    await subscribe('usd')
    await stripe.customers.createBalanceTransaction(customer, { amount: -300, currency: 'usd' })
    await charge('usd')
    await charge('cad')

    const draft = await stripe.invoices.create({
      customer,
      currency: 'cad',
      pending_invoice_items_behavior: 'include',
    })
    const paid = await stripe.invoices.pay(draft.id ?? '')

    expect(paid).toMatchObject({ currency: 'cad', total: 1000, amount_paid: 1000 })
    expect(await stripe.customers.retrieve(customer)).toMatchObject({
      currency: 'usd',
      balance: -300,
    })
    const { data } = await stripe.invoiceItems.list({ customer, pending: true })
    expect(data.map((item) => item.currency)).toEqual(['usd'])
  })

  it('leaves credit in its own currency, which pays the next invoice in that', async () => {
    const { stripe, customer, subscribe } = await shop()
    await subscribe('usd')
    const invoiced = async (amount: number) => {
      const { id = '' } = await stripe.invoices.create({ customer, currency: 'cad' })
      await stripe.invoiceItems.create({ customer, invoice: id, amount, currency: 'cad' })
      return stripe.invoices
        .pay((await stripe.invoices.finalizeInvoice(id)).id ?? '')
        .catch(() => stripe.invoices.retrieve(id))
    }
    await invoiced(-700)
    const expand = ['invoice_credit_balance']
    expect(await stripe.customers.retrieve(customer, { expand })).toMatchObject({
      currency: 'usd',
      balance: 0,
      invoice_credit_balance: { cad: 700 },
    })

    expect(await invoiced(1000)).toMatchObject({ total: 1000, amount_paid: 300 })
    expect(await stripe.customers.retrieve(customer, { expand })).toMatchObject({
      invoice_credit_balance: {},
    })
  })

  it('takes no item in another currency', async () => {
    const { stripe, customer } = await shop()
    const draft = await stripe.invoices.create({ customer, currency: 'cad' })

    await expect(
      stripe.invoiceItems.create({ customer, invoice: draft.id, amount: 100, currency: 'usd' }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'currency' })
  })
})

describe('a customer whose id the integration chose', () => {
  it('is billed and expanded like every other', async () => {
    const { stripe } = await shop()
    const params = { id: 'acme-1042', email: 'ada@example.com' }
    const made = await stripe.customers.create(params)
    expect(made.id).toBe('acme-1042')
    await stripe.invoiceItems.create({ customer: made.id, amount: 4900, currency: 'usd' })

    const invoice = await stripe.invoices.create({
      customer: made.id,
      pending_invoice_items_behavior: 'include',
      expand: ['customer'],
    })

    expect(invoice).toMatchObject({ total: 4900, customer: { id: 'acme-1042' } })
    await expect(stripe.customers.create(params)).rejects.toMatchObject({
      statusCode: 400,
      code: 'resource_already_exists',
    })
  })
})
