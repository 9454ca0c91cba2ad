import { describe, expect, it } from 'vitest'
import { eventTypes, payingCustomer, stripeInProcess } from '../src/testing'

/** An open invoice of $100. */
async function owing() {
  const at = stripeInProcess()
  const { stripe } = at
  const { id: customer } = await payingCustomer(stripe)
  await stripe.invoiceItems.create({ customer, amount: 10_000, currency: 'usd' })
  const draft = await stripe.invoices.create({
    customer,
    pending_invoice_items_behavior: 'include',
  })
  const { id } = await stripe.invoices.finalizeInvoice(draft.id ?? '')
  const intent = (amount: number, more: { confirm?: boolean; currency?: string } = {}) =>
    stripe.paymentIntents.create({
      amount,
      currency: 'usd',
      customer,
      allowed_payment_method_types: ['card'],
      ...(more.confirm && { payment_method: 'pm_card_visa' }),
      ...more,
    })
  const attach = async (amount: number) => {
    const { id: payment_intent } = await intent(amount, { confirm: true })
    return stripe.invoices.attachPayment(id, { payment_intent })
  }
  const report = (value: number, outcome: 'guaranteed' | 'failed' = 'guaranteed') =>
    stripe.paymentRecords.reportPayment({
      amount_requested: { currency: 'usd', value },
      initiated_at: 1_768_478_400,
      customer_details: { customer },
      payment_method_details: { type: 'custom', custom: { display_name: 'Wire transfer' } },
      outcome,
      ...(outcome === 'guaranteed' && { guaranteed: { guaranteed_at: 1_768_478_400 } }),
    })
  const payments = async () =>
    (await stripe.invoicePayments.list({ invoice: id })).data.map((each) => [
      each.is_default,
      each.status,
      each.amount_requested,
      each.amount_paid,
    ])
  return { ...at, customer, id, intent, attach, report, payments }
}

describe('an invoice', () => {
  it('is paid in parts by payment intents that are attached to it', async () => {
    const { id, stripe, attach, payments, ...at } = await owing()

    expect(await attach(3000)).toMatchObject({
      status: 'open',
      amount_paid: 3000,
      amount_remaining: 7000,
    })
    expect(await payments()).toEqual([
      [false, 'paid', 3000, 3000],
      [true, 'open', 7000, null],
    ])
    expect(eventTypes(at).filter((type) => type === 'invoice_payment.paid')).toHaveLength(1)
    expect(eventTypes(at)).not.toContain('invoice.paid')

    // The default payment charges only what remains.
    const paid = await stripe.invoices.pay(id)
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 10_000, amount_remaining: 0 })
    const charges = await stripe.charges.list()
    expect(charges.data.map((charge) => charge.amount)).toEqual([7000, 3000])
  })

  it('is paid by the last part, which cancels its own payment intent', async () => {
    const { attach, payments, ...at } = await owing()
    await attach(3000)

    expect(await attach(7000)).toMatchObject({ status: 'paid', amount_overpaid: 0 })

    expect((await payments()).map(([, status]) => status)).toEqual(['paid', 'paid', 'canceled'])
    expect(eventTypes(at)).toContain('payment_intent.canceled')
    expect(eventTypes(at)).not.toContain('invoice.overpaid')
  })

  it('credits an attached payment when it succeeds', async () => {
    const { stripe, id, intent } = await owing()
    const { id: payment_intent } = await intent(4000)
    const before = await stripe.invoices.attachPayment(id, { payment_intent })
    expect(before).toMatchObject({ amount_paid: 0 })

    await stripe.paymentIntents.confirm(payment_intent, { payment_method: 'pm_card_visa' })

    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      status: 'open',
      amount_paid: 4000,
      attempt_count: 0,
    })
  })

  it('gives what is too much to the customer', async () => {
    const { stripe, customer, attach, ...at } = await owing()

    expect(await attach(12_500)).toMatchObject({
      status: 'paid',
      amount_paid: 10_000,
      amount_overpaid: 2500,
    })

    expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -2500 })
    const [entry] = (await stripe.customers.listBalanceTransactions(customer)).data
    expect(entry).toMatchObject({ type: 'invoice_overpaid', amount: -2500 })
    expect(eventTypes(at).slice(-1)).toEqual(['invoice.overpaid'])
  })

  it('is paid by payments outside of Stripe that are reported', async () => {
    const { stripe, id, report, payments } = await owing()
    const record = await report(6000)
    expect(record).toMatchObject({
      amount_guaranteed: { currency: 'usd', value: 6000 },
      payment_method_details: { custom: { display_name: 'Wire transfer' } },
    })

    const partly = await stripe.invoices.attachPayment(id, { payment_record: record.id })
    expect(partly).toMatchObject({ status: 'open', amount_remaining: 4000 })
    const failed = await report(4000, 'failed')
    expect(await stripe.invoices.attachPayment(id, { payment_record: failed.id })).toMatchObject({
      status: 'open',
      amount_remaining: 4000,
    })
    const rest = await report(4000)
    expect(await stripe.invoices.attachPayment(id, { payment_record: rest.id })).toMatchObject({
      status: 'paid',
    })

    expect((await payments()).map(([, status]) => status)).toContain('paid')
    const [found] = (
      await stripe.invoicePayments.list({
        invoice: id,
        payment: { type: 'payment_record', payment_record: record.id },
      })
    ).data
    expect(found).toMatchObject({ amount_paid: 6000 })
  })

  it('can be marked paid out of band for the rest', async () => {
    const { stripe, id, attach } = await owing()
    await attach(3000)

    expect(await stripe.invoices.pay(id, { paid_out_of_band: true })).toMatchObject({
      status: 'paid',
      amount_paid: 10_000,
    })
  })

  it('refuses a payment of another customer or currency, a second time, and once it is paid', async () => {
    const { stripe, id, intent, attach } = await owing()
    const refused = async (payment_intent: string) =>
      expect(stripe.invoices.attachPayment(id, { payment_intent })).rejects.toMatchObject({
        statusCode: 400,
      })
    await refused((await intent(1000, { currency: 'eur' })).id)
    await refused((await stripe.paymentIntents.create({ amount: 1000, currency: 'usd' })).id)
    const part = await intent(1000)
    await stripe.invoices.attachPayment(id, { payment_intent: part.id })
    await refused(part.id)
    await expect(stripe.invoices.attachPayment(id)).rejects.toMatchObject({ statusCode: 400 })

    await attach(10_000)
    await refused((await intent(1000)).id)
  })
})
