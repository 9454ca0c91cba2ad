import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

async function drafted() {
  const at = stripeInProcess()
  const { stripe } = at
  const { id: customer } = await payingCustomer(stripe)
  const draft = await stripe.invoices.create({ customer, currency: 'usd' })
  const id = draft.id ?? ''
  const read = async () => {
    const { lines, total } = await stripe.invoices.retrieve(id)
    return { lines: lines.data.map((line) => [line.description, line.amount]), total }
  }
  return { ...at, customer, id, read }
}

describe('the lines of a draft', () => {
  it('are added, with amounts, prices and pending items', async () => {
    const { stripe, customer, id, read } = await drafted()
    const price = await stripe.prices.create({
      product_data: { name: 'Setup' },
      currency: 'usd',
      unit_amount: 700,
    })
    const pending = await stripe.invoiceItems.create({
      customer,
      amount: 300,
      currency: 'usd',
      description: 'Waiting',
    })

    const invoice = await stripe.invoices.addLines(id, {
      lines: [
        { amount: 1000, description: 'Advice', metadata: { by: 'Ada' } },
        { pricing: { price: price.id }, quantity: 2 },
        { invoice_item: pending.id },
      ],
      invoice_metadata: { order: '7' },
    })

    expect(invoice).toMatchObject({ total: 2700, metadata: { order: '7' } })
    expect(invoice.lines.data[0]).toMatchObject({ metadata: { by: 'Ada' } })
    expect((await read()).lines).toEqual([
      ['Advice', 1000],
      ['Setup', 1400],
      ['Waiting', 300],
    ])
    const { data } = await stripe.invoiceItems.list({ customer, pending: true })
    expect(data).toEqual([])
  })

  it('are changed one by one or together, and so are their invoice items', async () => {
    const { stripe, id, read } = await drafted()
    const { lines } = await stripe.invoices.addLines(id, {
      lines: [
        { amount: 1000, description: 'Advice' },
        { amount: 500, description: 'Travel' },
      ],
    })
    const [advice = '', travel = ''] = lines.data.map((line) => line.id)

    const line = await stripe.invoices.updateLineItem(id, advice, { amount: 1200 })
    expect(line).toMatchObject({ id: advice, amount: 1200, description: 'Advice' })
    await stripe.invoices.updateLines(id, {
      lines: [
        { id: advice, description: 'Good advice' },
        { id: travel, amount: 100 },
      ],
    })

    expect(await read()).toEqual({
      lines: [
        ['Good advice', 1200],
        ['Travel', 100],
      ],
      total: 1300,
    })
    const { data } = await stripe.invoiceItems.list({ invoice: id })
    expect(data.map((item) => item.amount).toSorted()).toEqual([100, 1200])
  })

  it('are removed, with their invoice items or without', async () => {
    const { stripe, customer, id, read } = await drafted()
    const { lines } = await stripe.invoices.addLines(id, {
      lines: [
        { amount: 1000, description: 'Advice' },
        { amount: 500, description: 'Travel' },
        { amount: 200, description: 'Post' },
      ],
    })
    const [advice = '', travel = ''] = lines.data.map((line) => line.id)

    await stripe.invoices.removeLines(id, {
      lines: [
        { id: advice, behavior: 'delete' },
        { id: travel, behavior: 'unassign' },
      ],
    })

    expect(await read()).toEqual({ lines: [['Post', 200]], total: 200 })
    const { data } = await stripe.invoiceItems.list({ customer, pending: true })
    expect(data.map((item) => item.description)).toEqual(['Travel'])
  })

  it('of a subscription are changed on the invoice, and can’t be removed', async () => {
    const { stripe, engine, customer } = await drafted()
    const price = await monthlyPrice(stripe)
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: price.id }],
    })
    engine.clock.advance({ days: 31, minutes: 10 })
    const { latest_invoice } = await stripe.subscriptions.retrieve(subscription.id)
    const id = latest_invoice as string
    const { lines } = await stripe.invoices.retrieve(id)
    const line = lines.data[0]?.id ?? ''

    await stripe.invoices.updateLineItem(id, line, { amount: 4000, description: 'Pro, as agreed' })

    await expect(
      stripe.invoices.removeLines(id, { lines: [{ id: line, behavior: 'delete' }] }),
    ).rejects.toMatchObject({ statusCode: 400 })
    engine.clock.advance({ hours: 1 })
    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      status: 'paid',
      amount_paid: 4000,
      lines: { data: [{ id: line, description: 'Pro, as agreed' }] },
    })
  })

  it('can’t be changed after finalization', async () => {
    const { stripe, id } = await drafted()
    const { lines } = await stripe.invoices.addLines(id, { lines: [{ amount: 1000 }] })
    await stripe.invoices.finalizeInvoice(id)
    const line = lines.data[0]?.id ?? ''
    const refusal = { statusCode: 400, code: 'invoice_not_editable' }

    await expect(stripe.invoices.addLines(id, { lines: [{ amount: 1 }] })).rejects.toMatchObject(
      refusal,
    )
    await expect(stripe.invoices.updateLineItem(id, line, { amount: 1 })).rejects.toMatchObject(
      refusal,
    )
    await expect(
      stripe.invoices.removeLines(id, { lines: [{ id: line, behavior: 'delete' }] }),
    ).rejects.toMatchObject(refusal)
  })
})

describe('a customer session', () => {
  it('has a client secret for half an hour, and the features that were asked for', async () => {
    const { stripe, engine, customer } = await drafted()

    const session = await stripe.customerSessions.create({
      customer,
      components: {
        payment_element: { enabled: true, features: { payment_method_redisplay: 'enabled' } },
      },
    })

    expect(session).toMatchObject({
      object: 'customer_session',
      customer,
      client_secret: expect.stringMatching(/^cuss_secret_/),
      expires_at: Math.floor(engine.clock.now().getTime() / 1000) + 1800,
      components: {
        pricing_table: { enabled: false },
        customer_sheet: { enabled: false, features: null },
        payment_element: {
          enabled: true,
          features: { payment_method_redisplay: 'enabled', payment_method_save: 'disabled' },
        },
      },
    })
  })

  it('needs a customer and a component', async () => {
    const { stripe, customer } = await drafted()

    await expect(
      stripe.customerSessions.create({ customer, components: { buy_button: { enabled: false } } }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'components' })
    await expect(
      stripe.customerSessions.create({
        customer: 'cus_none',
        components: { buy_button: { enabled: true } },
      }),
    ).rejects.toMatchObject({ statusCode: 400, code: 'resource_missing' })
  })
})
