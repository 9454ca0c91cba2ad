import { describe, expect, it } from 'vitest'
import type { LocalStripeOptions } from '../src/local-stripe'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

async function billedByInvoice(options: LocalStripeOptions = {}) {
  const at = stripeInProcess(options)
  const customer = await payingCustomer(at.stripe)
  const price = await monthlyPrice(at.stripe)
  const created = await at.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    collection_method: 'send_invoice',
    days_until_due: 14,
  })
  const subscription = () => at.stripe.subscriptions.retrieve(created.id)
  const isDelinquent = async () => {
    const found = await at.stripe.customers.retrieve(customer.id)
    return found.deleted ? undefined : found.delinquent
  }
  const firstInvoice = created.latest_invoice as string
  return { ...at, created, subscription, isDelinquent, firstInvoice }
}

it('a new subscription with send_invoice names its first invoice, a draft', async () => {
  const { stripe, created, firstInvoice } = await billedByInvoice()

  expect(created).toMatchObject({ status: 'active', latest_invoice: expect.any(String) })
  expect(await stripe.invoices.retrieve(firstInvoice)).toMatchObject({ status: 'draft' })
})

describe('a sent invoice', () => {
  it('is announced three days before it is due, unless it is paid by then', async () => {
    const { engine, ...at } = await billedByInvoice()
    engine.clock.advance({ days: 11 })
    expect(eventTypes(at)).not.toContain('invoice.will_be_due')

    engine.clock.advance({ hours: 2 })

    expect(eventTypes(at)).toContain('invoice.will_be_due')

    const paid = await billedByInvoice()
    await paid.stripe.invoices.pay(paid.firstInvoice, { paid_out_of_band: true })
    paid.engine.clock.advance({ days: 14 })
    expect(eventTypes(paid)).not.toContain('invoice.will_be_due')
  })

  it.each([
    ['cancel', { status: 'canceled', cancellation_details: { reason: 'payment_failed' } }],
    ['unpaid', { status: 'unpaid' }],
    ['past_due', { status: 'past_due' }],
  ] as const)('that is overdue for too long ends in the setting %s', async (last, outcome) => {
    const dunning = { retryAfterDays: [], finally: last, overdueAfterDays: 10 }
    const { engine, subscription } = await billedByInvoice({ settings: { dunning } })
    engine.clock.advance({ days: 23, hours: 23 })
    expect(await subscription()).toMatchObject({ status: 'past_due' })

    engine.clock.advance({ hours: 3 })

    expect(await subscription()).toMatchObject(outcome)
  })

  it('that is paid late ends nothing any more', async () => {
    const dunning = { retryAfterDays: [], finally: 'cancel' as const, overdueAfterDays: 10 }
    const { stripe, engine, subscription, firstInvoice } = await billedByInvoice({
      settings: { dunning },
    })
    engine.clock.advance({ days: 20 })
    await stripe.invoices.pay(firstInvoice, { paid_out_of_band: true })

    engine.clock.advance({ days: 5 })

    expect(await subscription()).toMatchObject({ status: 'active' })
  })
})

describe('a customer is delinquent', () => {
  it('from the due date of an invoice until it is paid', async () => {
    const { stripe, engine, isDelinquent, firstInvoice } = await billedByInvoice()
    expect(await isDelinquent()).toBe(false)

    engine.clock.advance({ days: 15 })
    expect(await isDelinquent()).toBe(true)
    const [told] = (await stripe.events.list({ type: 'customer.updated', limit: 1 })).data
    expect(told?.data.previous_attributes).toEqual({ delinquent: false })

    await stripe.invoices.pay(firstInvoice, { paid_out_of_band: true })
    expect(await isDelinquent()).toBe(false)
  })

  it('until an invoice is marked uncollectible', async () => {
    const { stripe, engine, isDelinquent, firstInvoice } = await billedByInvoice()
    engine.clock.advance({ days: 15 })

    await stripe.invoices.markUncollectible(firstInvoice)

    expect(await isDelinquent()).toBe(false)
  })

  it('after a failed renewal, until an invoice is paid', async () => {
    const { stripe, engine } = stripeInProcess()
    const customer = await payingCustomer(stripe)
    const price = await monthlyPrice(stripe)
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
    })
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: customer.id,
    })
    await stripe.subscriptions.update(id, { default_payment_method: bad.id })

    engine.clock.advance({ days: 31, hours: 2 })
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: true })

    await stripe.subscriptions.update(id, { default_payment_method: '' })
    engine.clock.advance({ days: 3 })
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: false })
  })

  it('is not told by a payment that was tried by hand', async () => {
    const { stripe } = stripeInProcess()
    const customer = await payingCustomer(stripe)
    await stripe.invoiceItems.create({ customer: customer.id, amount: 4900, currency: 'usd' })
    const draft = await stripe.invoices.create({
      customer: customer.id,
      pending_invoice_items_behavior: 'include',
    })
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: customer.id,
    })

    await expect(
      stripe.invoices.pay(draft.id ?? '', { payment_method: bad.id }),
    ).rejects.toMatchObject({ code: 'card_declined' })

    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: false })
  })
})
