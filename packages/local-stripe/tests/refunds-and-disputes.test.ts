import { describe, expect, it } from 'vitest'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

async function paidInvoice(card?: string) {
  const at = stripeInProcess()
  const customer = await payingCustomer(at.stripe, card)
  const price = await monthlyPrice(at.stripe)
  const subscription = await at.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    expand: ['latest_invoice'],
  })
  const [charge] = (await at.stripe.charges.list({ customer: customer.id })).data
  if (!charge) throw new Error('nothing was charged')
  return {
    ...at,
    customer,
    subscription,
    charge,
    invoice: subscription.latest_invoice as string | { id: string },
  }
}
const idOf = (invoice: string | { id: string }) =>
  typeof invoice === 'string' ? invoice : invoice.id

describe('a refund', () => {
  it('can be partial, then for the rest, and not more', async () => {
    const { stripe, charge, ...at } = await paidInvoice()

    await stripe.refunds.create({ charge: charge.id, amount: 1000 })
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({
      amount_refunded: 1000,
      refunded: false,
    })
    await stripe.refunds.create({ payment_intent: charge.payment_intent as string })

    const done = await stripe.charges.retrieve(charge.id, { expand: ['refunds'] })
    expect(done).toMatchObject({ amount_refunded: 4900, refunded: true })
    expect(done.refunds?.data.map((refund) => refund.amount)).toEqual([3900, 1000])
    await expect(stripe.refunds.create({ charge: charge.id })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    })
    expect(eventTypes(at).slice(-2)).toEqual(['refund.created', 'charge.refunded'])
  })

  it('of more than the rest is refused', async () => {
    const { stripe, charge } = await paidInvoice()

    await expect(stripe.refunds.create({ charge: charge.id, amount: 4901 })).rejects.toMatchObject({
      param: 'amount',
    })
  })

  it('can fail later, and is then not counted', async () => {
    const { stripe, engine, charge } = await paidInvoice('pm_card_refundFail')
    const refund = await stripe.refunds.create({ charge: charge.id })
    engine.clock.advance({ minutes: 1 })

    expect((await stripe.refunds.retrieve(refund.id)).status).toBe('failed')
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({
      amount_refunded: 0,
      refunded: false,
    })
  })
})

describe('a dispute', () => {
  it('is opened by a test card and won with evidence', async () => {
    const { stripe, engine, charge, ...at } = await paidInvoice('pm_card_createDispute')
    engine.clock.advance({ seconds: 1 })
    const [dispute] = (await stripe.disputes.list({ charge: charge.id })).data
    expect(dispute).toMatchObject({ status: 'needs_response', reason: 'fraudulent', amount: 4900 })

    const won = await stripe.disputes.update(dispute?.id ?? '', {
      evidence: { uncategorized_text: 'winning_evidence' },
    })

    expect(won.status).toBe('won')
    expect((await stripe.charges.retrieve(charge.id)).disputed).toBe(false)
    expect(eventTypes(at).filter((type) => type.startsWith('charge.dispute'))).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.updated',
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
    ])
  })

  it('is lost when it is closed, once', async () => {
    const { stripe, engine, charge } = await paidInvoice()
    const dispute = engine.disputes.open(charge.id)

    expect((await stripe.disputes.close(dispute.id)).status).toBe('lost')
    await expect(stripe.disputes.close(dispute.id)).rejects.toMatchObject({ statusCode: 400 })
  })
})

describe('an early fraud warning', () => {
  it('is created for a test card, and not actionable after a refund', async () => {
    const { stripe, engine, customer, price } = await warnedShop()
    engine.clock.advance({ seconds: 1 })
    const [charge] = (await stripe.charges.list({ customer: customer.id })).data
    const warnings = () => stripe.radar.earlyFraudWarnings.list({ charge: charge?.id ?? '' })

    expect(price.unit_amount).toBe(4900)
    const [warning] = (await warnings()).data
    expect(warning).toMatchObject({ actionable: true, payment_intent: charge?.payment_intent })
    expect(await stripe.radar.earlyFraudWarnings.retrieve(warning?.id ?? '')).toEqual(warning)
    await stripe.refunds.create({ charge: charge?.id ?? '', amount: 100 })
    expect((await warnings()).data).toMatchObject([{ actionable: true }])
    await stripe.refunds.create({ charge: charge?.id ?? '' })
    expect((await warnings()).data).toMatchObject([{ actionable: false }])
  })

  it('is not actionable after the dispute', async () => {
    const { stripe, engine, charge, ...at } = await paidInvoice()
    engine.earlyFraudWarnings.create(charge.id)
    engine.disputes.open(charge.id)

    expect((await stripe.radar.earlyFraudWarnings.list()).data).toMatchObject([
      { charge: charge.id, actionable: false },
    ])
    expect(eventTypes(at).filter((type) => type.startsWith('radar'))).toEqual([
      'radar.early_fraud_warning.created',
      'radar.early_fraud_warning.updated',
    ])
  })
})

async function warnedShop() {
  const at = stripeInProcess()
  const price = await monthlyPrice(at.stripe)
  const customer = await at.stripe.customers.create({})
  const session = await at.stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: customer.id,
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'https://app.test',
  })
  at.engine.checkout.pay(session.id, { number: '4000 0000 0000 5423' })
  return { ...at, price, customer }
}

describe('a credit note', () => {
  it('returns a part of a paid invoice as a refund and a part as credit', async () => {
    const { stripe, invoice, customer, charge, engine } = await paidInvoice()

    await stripe.creditNotes.create({
      invoice: idOf(invoice),
      lines: [{ type: 'custom_line_item', description: 'Sorry', quantity: 1, unit_amount: 1900 }],
      refund_amount: 900,
      credit_amount: 1000,
    })

    expect((await stripe.charges.retrieve(charge.id)).amount_refunded).toBe(900)
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -1000 })
    engine.clock.advance({ days: 31, hours: 2 })
    const [next] = (await stripe.invoices.list({ customer: customer.id })).data
    expect(next).toMatchObject({
      total: 4900,
      starting_balance: -1000,
      amount_due: 3900,
      ending_balance: 0,
      status: 'paid',
    })
  })

  it('does not add credit in a currency other than the customer’s', async () => {
    const { stripe, customer } = await paidInvoice()

    await expect(
      stripe.customers.createBalanceTransaction(customer.id, { amount: -4900, currency: 'jpy' }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'currency' })
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: 0 })
  })

  it('reduces the amount due of an open invoice, down to zero', async () => {
    const { stripe } = stripeInProcess()
    const customer = await stripe.customers.create()
    await stripe.invoiceItems.create({ customer: customer.id, amount: 5000, currency: 'usd' })
    const draft = await stripe.invoices.create({
      customer: customer.id,
      collection_method: 'send_invoice',
      days_until_due: 30,
      pending_invoice_items_behavior: 'include',
    })
    await stripe.invoices.finalizeInvoice(draft.id)

    await stripe.creditNotes.create({ invoice: draft.id, amount: 2000 })
    expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({
      amount_due: 3000,
      status: 'open',
    })
    await stripe.creditNotes.create({ invoice: draft.id, amount: 3000 })
    expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({
      amount_due: 0,
      status: 'paid',
    })
  })
})
