import { describe, expect, it } from 'vitest'
import { payingCustomer, stripeInProcess } from '../src/testing'

const CARD_ONLY = { allowed_payment_method_types: ['card' as const] }

async function shop() {
  const at = stripeInProcess()
  const ada = await payingCustomer(at.stripe)
  const card = (await at.stripe.customers.retrieve(ada.id)) as typeof ada
  const method = card.invoice_settings.default_payment_method as string
  const pay = (more: { customer?: string; payment_method: string }) =>
    at.stripe.paymentIntents.create({
      amount: 4900,
      currency: 'usd',
      confirm: true,
      ...CARD_ONLY,
      ...more,
    })
  return { ...at, ada, method, pay }
}

describe('a payment method', () => {
  it('that paid without being attached may not be used again', async () => {
    const { stripe, ada, pay } = await shop()
    const { id } = await stripe.paymentMethods.create({
      type: 'card',
      card: { token: 'tok_visa' },
    })
    expect(await pay({ payment_method: id })).toMatchObject({ status: 'succeeded' })
    const refusal = {
      statusCode: 400,
      message: expect.stringContaining('may not be used again'),
    }

    await expect(pay({ payment_method: id })).rejects.toMatchObject(refusal)
    await expect(stripe.paymentMethods.attach(id, { customer: ada.id })).rejects.toMatchObject(
      refusal,
    )
    await expect(
      stripe.setupIntents.create({ payment_method: id, confirm: true, ...CARD_ONLY }),
    ).rejects.toMatchObject(refusal)
  })

  it('that was saved by its payment can be used again', async () => {
    const { stripe, ada, pay } = await shop()
    const { payment_method } = await stripe.paymentIntents.create({
      amount: 4900,
      currency: 'usd',
      customer: ada.id,
      payment_method: 'pm_card_visa',
      setup_future_usage: 'off_session',
      confirm: true,
      ...CARD_ONLY,
    })

    const again = await pay({ customer: ada.id, payment_method: payment_method as string })

    expect(again.status).toBe('succeeded')
  })

  it('that was detached may not be used again', async () => {
    const { stripe, ada, method, pay } = await shop()
    await stripe.paymentMethods.detach(method)
    const refusal = { message: expect.stringContaining('may not be used again') }

    await expect(stripe.paymentMethods.attach(method, { customer: ada.id })).rejects.toMatchObject(
      refusal,
    )
    await expect(pay({ customer: ada.id, payment_method: method })).rejects.toMatchObject(refusal)
  })

  it('of another customer is refused, and so is one without its customer', async () => {
    const { stripe, method, pay } = await shop()
    const bob = await stripe.customers.create({})
    const refusal = {
      statusCode: 400,
      code: 'resource_missing',
      message: expect.stringContaining('The customer does not have a payment method with the ID'),
    }

    await expect(pay({ customer: bob.id, payment_method: method })).rejects.toMatchObject(refusal)
    await expect(pay({ payment_method: method })).rejects.toMatchObject({
      message: expect.stringContaining('belongs to a Customer'),
    })
    await stripe.invoiceItems.create({ customer: bob.id, amount: 4900, currency: 'usd' })
    const invoice = await stripe.invoices.create({
      customer: bob.id,
      pending_invoice_items_behavior: 'include',
    })
    await expect(
      stripe.invoices.pay(invoice.id ?? '', { payment_method: method }),
    ).rejects.toMatchObject(refusal)
  })
})

describe('an intent that accepts the methods of the dashboard', () => {
  const refusal = {
    statusCode: 400,
    message: expect.stringContaining('must provide a `return_url`'),
  }

  it('can’t be confirmed without a return_url', async () => {
    const { stripe, ada, method } = await shop()
    const of = { customer: ada.id, payment_method: method }
    const payment = { ...of, amount: 4900, currency: 'usd' }

    await expect(stripe.paymentIntents.create({ ...payment, confirm: true })).rejects.toMatchObject(
      refusal,
    )
    const intent = await stripe.paymentIntents.create(payment)
    expect(intent.automatic_payment_methods).toEqual({ enabled: true, allow_redirects: 'always' })
    await expect(stripe.paymentIntents.confirm(intent.id)).rejects.toMatchObject(refusal)
    await expect(stripe.setupIntents.create({ ...of, confirm: true })).rejects.toMatchObject(
      refusal,
    )

    const confirmed = await stripe.paymentIntents.confirm(intent.id, {
      return_url: 'https://shop.example/after',
    })
    expect(confirmed.status).toBe('succeeded')
  })

  it('needs none if redirects are excluded, or off session', async () => {
    const { stripe, ada, method } = await shop()
    const payment = {
      amount: 4900,
      currency: 'usd',
      customer: ada.id,
      payment_method: method,
      confirm: true,
    }

    const never = await stripe.paymentIntents.create({
      ...payment,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    })
    const absent = await stripe.paymentIntents.create({ ...payment, off_session: true })

    expect([never.status, absent.status]).toEqual(['succeeded', 'succeeded'])
  })
})

it('off_session is refused without confirm', async () => {
  const { stripe } = await shop()

  await expect(
    stripe.paymentIntents.create({ amount: 4900, currency: 'usd', off_session: true }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'off_session' })
})

describe('a partial capture', () => {
  it('counts the rest as refunded, and leaves what was captured to refund', async () => {
    const { stripe, ada, method } = await shop()
    const intent = await stripe.paymentIntents.create({
      amount: 1000,
      currency: 'usd',
      customer: ada.id,
      payment_method: method,
      capture_method: 'manual',
      confirm: true,
      ...CARD_ONLY,
    })
    await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 800 })
    const charge = () => stripe.charges.retrieve(intent.latest_charge as string)

    expect(await charge()).toMatchObject({
      amount_captured: 800,
      amount_refunded: 200,
      refunded: false,
    })
    await expect(
      stripe.refunds.create({ payment_intent: intent.id, amount: 801 }),
    ).rejects.toMatchObject({ param: 'amount' })
    await stripe.refunds.create({ payment_intent: intent.id })
    expect(await charge()).toMatchObject({ amount_refunded: 1000, refunded: true })
  })
})

describe('a charge in dispute', () => {
  it('costs a fee and can’t be refunded, until the dispute is won', async () => {
    const { stripe, engine, ada, method, pay } = await shop()
    const { latest_charge } = await pay({ customer: ada.id, payment_method: method })
    const charge = latest_charge as string
    const { id } = engine.disputes.open(charge)

    const open = await stripe.disputes.retrieve(id)
    expect(open.is_charge_refundable).toBe(false)
    expect(open.balance_transactions).toMatchObject([
      { amount: -4900, fee: 1500, net: -6400, reporting_category: 'dispute', source: id },
    ])
    await expect(stripe.refunds.create({ charge })).rejects.toMatchObject({
      statusCode: 400,
      code: 'charge_disputed',
    })

    engine.disputes.close(id, 'won')
    const won = await stripe.disputes.retrieve(id)
    expect(won.is_charge_refundable).toBe(true)
    expect(won.balance_transactions.map((each) => each.net)).toEqual([-6400, 4900])
    expect(await stripe.refunds.create({ charge })).toMatchObject({ status: 'succeeded' })
  })

  it('can be refunded while it is an inquiry, which costs nothing', async () => {
    const { stripe, engine, ada, method, pay } = await shop()
    const { latest_charge } = await pay({ customer: ada.id, payment_method: method })
    const charge = latest_charge as string
    const { id } = engine.disputes.open(charge, 'inquiry')

    expect(await stripe.disputes.retrieve(id)).toMatchObject({
      is_charge_refundable: true,
      balance_transactions: [],
    })
    expect(await stripe.refunds.create({ charge })).toMatchObject({ status: 'succeeded' })
  })
})

it('shows what moved on the account’s balance', async () => {
  const { stripe, engine, ada, method, pay } = await shop()
  const { latest_charge } = await pay({ customer: ada.id, payment_method: method })
  engine.clock.advance({ minutes: 1 })
  const refund = await stripe.refunds.create({ charge: latest_charge as string, amount: 900 })

  const charge = await stripe.charges.retrieve(latest_charge as string, {
    expand: ['balance_transaction'],
  })
  expect(charge.balance_transaction).toMatchObject({ amount: 4900, fee: 172, net: 4728 })
  const { data } = await stripe.balanceTransactions.list()
  expect(data.map(({ type, amount, source }) => [type, amount, source])).toEqual([
    ['refund', -900, refund.id],
    ['charge', 4900, charge.id],
  ])
  const id = refund.balance_transaction as string
  expect(await stripe.balanceTransactions.retrieve(id)).toMatchObject({ id, net: -900 })
  await expect(stripe.balanceTransactions.retrieve('txn_none')).rejects.toMatchObject({
    statusCode: 404,
  })
})
