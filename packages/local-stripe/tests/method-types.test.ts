import type Stripe from 'stripe'
import { expect, it } from 'vitest'
import { monthlyPrice, stripeInProcess } from '../src/testing'

it('a Checkout session for bank accounts makes payments by bank account', async () => {
  const { stripe, engine } = stripeInProcess()
  const price = await monthlyPrice(stripe)
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    allowed_payment_method_types: ['us_bank_account'],
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'https://app.test/ok',
  })
  engine.checkout.pay(session.id, { bank: 'succeeds' })

  const [intent] = (await stripe.paymentIntents.list()).data
  expect(intent).toMatchObject({
    payment_method_types: ['us_bank_account'],
    payment_method_options: { us_bank_account: { verification_method: 'automatic' } },
  })
  expect(intent?.payment_method_options).not.toHaveProperty('card')
  const [subscription] = (await stripe.subscriptions.list({ status: 'all' })).data
  expect(subscription?.payment_settings?.payment_method_types).toEqual(['us_bank_account'])
})

it.each([
  ['a card', ['us_bank_account'], { number: '4242 4242 4242 4242' }],
  ['a bank account', ['card'], { bank: 'succeeds' }],
] as const)('a Checkout session is not paid by %s if it accepts only %j', async (_, types, by) => {
  const { stripe, engine } = stripeInProcess()
  const price = await monthlyPrice(stripe)
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    allowed_payment_method_types: [...types],
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'https://app.test/ok',
  })

  expect(() => engine.checkout.pay(session.id, by)).toThrow(`accepts only ${types[0]}`)
  expect((await stripe.paymentIntents.list()).data).toEqual([])
})

it('the payment methods of a subscription are those of its invoices', async () => {
  const { stripe } = stripeInProcess()
  const customer = await stripe.customers.create({})
  const price = await monthlyPrice(stripe)
  const { id, latest_invoice } = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    payment_behavior: 'default_incomplete',
    payment_settings: { payment_method_types: ['card', 'sepa_debit'] },
    expand: ['latest_invoice.payments'],
  })

  const invoice = latest_invoice as Stripe.Invoice
  expect(invoice.payment_settings.payment_method_types).toEqual(['card', 'sepa_debit'])
  const intent = String(invoice.payments?.data[0]?.payment.payment_intent)
  expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({
    payment_method_types: ['card', 'sepa_debit'],
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null },
      sepa_debit: {},
    },
  })

  const later = await stripe.subscriptions.update(id, {
    payment_settings: { payment_method_types: '' },
  })
  expect(later.payment_settings?.payment_method_types).toBeNull()
})
