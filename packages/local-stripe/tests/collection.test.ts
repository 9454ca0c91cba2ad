import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

/** A customer with a card, and a subscription of $49 a month. */
async function subscribed(card = 'pm_card_visa') {
  const at = stripeInProcess()
  const customer = await payingCustomer(at.stripe, card)
  const price = await monthlyPrice(at.stripe)
  const subscription = await at.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
  })
  const latest = async () => {
    const { latest_invoice } = await at.stripe.subscriptions.retrieve(subscription.id, {
      expand: ['latest_invoice.payments'],
    })
    return latest_invoice as Stripe.Invoice
  }
  const balance = async () =>
    ((await at.stripe.customers.retrieve(customer.id)) as Stripe.Customer).balance
  return { ...at, customer, price, subscription, latest, balance }
}

describe('the balance of a customer', () => {
  it('gets the credit of a downgrade that is invoiced at once', async () => {
    const { stripe, engine, subscription, latest, balance } = await subscribed()
    const cheaper = await monthlyPrice(stripe, 2900)
    engine.clock.advance({ days: 15, hours: 12 })

    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id, price: cheaper.id }],
      proration_behavior: 'always_invoice',
    })

    expect(await latest()).toMatchObject({ status: 'paid', total: -1000, amount_due: 0 })
    expect(await balance()).toBe(-1000)
  })

  it('pays what it can of the next invoice, and the rest stays', async () => {
    const { stripe, engine, customer, latest, balance } = await subscribed()
    await stripe.customers.createBalanceTransaction(customer.id, {
      amount: -3000,
      currency: 'usd',
    })
    engine.clock.advance({ days: 31, hours: 2 })
    expect(await latest()).toMatchObject({
      total: 4900,
      amount_due: 1900,
      starting_balance: -3000,
      ending_balance: 0,
    })

    await stripe.customers.createBalanceTransaction(customer.id, {
      amount: -10_000,
      currency: 'usd',
    })
    engine.clock.advance({ days: 28 })

    expect(await latest()).toMatchObject({ amount_due: 0, status: 'paid', ending_balance: -5100 })
    expect(await balance()).toBe(-5100)
  })
})

it('two changes in one period credit what each price was charged for the rest of it', async () => {
  const { stripe, engine, customer, subscription } = await subscribed()
  const dearer = await monthlyPrice(stripe, 9900)
  const change = async (price: string) =>
    stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id, price }],
    })
  engine.clock.advance({ days: 10 })
  await change(dearer.id)
  engine.clock.advance({ days: 11 })
  await change(String(subscription.items.data[0]?.price.id))

  const { data } = await stripe.invoiceItems.list({ customer: customer.id, pending: true })
  expect(data.map(({ amount }) => amount).reverse()).toEqual([-3319, 6706, -3193, 1581])
})

it('an invoice without an amount is paid without a payment', async () => {
  const { stripe } = stripeInProcess()
  const customer = await stripe.customers.create({})
  const free = await monthlyPrice(stripe, 0)

  const { status, latest_invoice } = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: free.id }],
    expand: ['latest_invoice.payments'],
  })
  const empty = await stripe.invoices.create({ customer: customer.id })

  expect(status).toBe('active')
  expect(latest_invoice).toMatchObject({ status: 'paid', total: 0, payments: { data: [] } })
  expect(await stripe.invoices.finalizeInvoice(String(empty.id))).toMatchObject({ status: 'paid' })
})

it('the card of a subscription is charged before that of its customer, until it is detached', async () => {
  const { stripe, engine, customer, subscription } = await subscribed()
  const own = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id })
  await stripe.subscriptions.update(subscription.id, { default_payment_method: own.id })
  const lastBrand = async () =>
    (await stripe.charges.list({ customer: customer.id, limit: 1 })).data[0]?.payment_method_details
      ?.card?.brand
  engine.clock.advance({ days: 31, hours: 2 })
  expect(await lastBrand()).toBe('mastercard')

  await stripe.paymentMethods.detach(own.id)
  engine.clock.advance({ days: 28 })

  expect(await lastBrand()).toBe('visa')
  const { default_payment_method } = await stripe.subscriptions.retrieve(subscription.id)
  expect(default_payment_method).toBeNull()
})

it('a renewal that needs 3-D Secure waits for the customer, who can complete it', async () => {
  const { stripe, engine, customer, subscription, latest, ...at } = await subscribed()
  const asks = await stripe.paymentMethods.attach('pm_card_threeDSecure2Required', {
    customer: customer.id,
  })
  await stripe.subscriptions.update(subscription.id, { default_payment_method: asks.id })
  const status = async () => (await stripe.subscriptions.retrieve(subscription.id)).status

  engine.clock.advance({ days: 31, hours: 2 })
  expect(await status()).toBe('past_due')
  expect(eventTypes(at)).toContain('invoice.payment_action_required')
  const intent = String((await latest()).payments?.data[0]?.payment.payment_intent)
  expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { code: 'authentication_required' },
  })

  const confirmed = await stripe.paymentIntents.confirm(intent, { payment_method: asks.id })
  expect(confirmed.status).toBe('requires_action')
  engine.paymentIntents.answerAuthentication(intent, 'success')

  expect(await status()).toBe('active')
})

it('a first invoice shows how it can be paid, and what it is for', async () => {
  const { stripe } = stripeInProcess()
  const customer = await stripe.customers.create({})
  const price = await monthlyPrice(stripe)

  const { id, latest_invoice } = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    payment_behavior: 'default_incomplete',
    expand: ['latest_invoice.confirmation_secret', 'latest_invoice.payments'],
  })

  expect(latest_invoice).toMatchObject({
    status: 'open',
    parent: { type: 'subscription_details', subscription_details: { subscription: id } },
    confirmation_secret: {
      type: 'payment_intent',
      client_secret: expect.stringMatching(/^pi_\w+_secret_\w+$/),
    },
    payments: { data: [{ status: 'open', payment: { type: 'payment_intent' } }] },
  })
})

it('an open invoice outlives its customer, whose subscriptions end', async () => {
  const { stripe, customer, subscription } = await subscribed()
  const invoice = await stripe.invoices.create({ customer: customer.id })
  const id = String(invoice.id)
  await stripe.invoiceItems.create({
    customer: customer.id,
    invoice: id,
    amount: 500,
    currency: 'usd',
  })
  await stripe.invoices.finalizeInvoice(id, { auto_advance: false })

  await stripe.customers.del(customer.id)

  expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('canceled')
  expect((await stripe.invoices.retrieve(id)).status).toBe('open')
})
