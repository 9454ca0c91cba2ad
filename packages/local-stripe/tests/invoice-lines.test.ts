import type Stripe from 'stripe'
import { expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

const charges = (stripe: Stripe, customer: string, names: string[], invoice?: string) =>
  names.reduce(async (before, description, i) => {
    await before
    await stripe.invoiceItems.create({
      customer,
      amount: 100 + i,
      currency: 'usd',
      description,
      ...(invoice && { invoice }),
    })
  }, Promise.resolve())

const names = (invoice: Stripe.Invoice) => invoice.lines.data.map((line) => line.description)

it('lists pending items newest first, then the subscription’s newest first, then what was added', async () => {
  const { stripe, engine } = stripeInProcess()
  const customer = await payingCustomer(stripe)
  const pro = await monthlyPrice(stripe)
  const support = await stripe.prices.create({
    product_data: { name: 'Support' },
    currency: 'usd',
    unit_amount: 900,
    recurring: { interval: 'month' },
  })
  const { id } = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: pro.id }, { price: support.id }],
  })
  await charges(stripe, customer.id, ['first', 'second', 'third'])
  engine.clock.advance({ days: 31, minutes: 10 })
  const { latest_invoice } = await stripe.subscriptions.retrieve(id)
  await charges(stripe, customer.id, ['added', 'added later'], latest_invoice as string)

  const invoice = await stripe.invoices.retrieve(latest_invoice as string)

  expect(names(invoice)).toEqual([
    'third',
    'second',
    'first',
    '1 × Support (at $9.00 / month)',
    '1 × Pro (at $49.00 / month)',
    'added',
    'added later',
  ])
  const listed = await stripe.invoices.listLineItems(latest_invoice as string)
  expect(listed.data.map((line) => line.description)).toEqual(names(invoice))
})

it('lists the latest change of a subscription first, its credit before its charge', async () => {
  const { stripe, engine } = stripeInProcess()
  const customer = await payingCustomer(stripe)
  const price = await monthlyPrice(stripe)
  const { id, items } = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
  })
  const item = items.data[0]?.id
  for (const quantity of [2, 3]) {
    engine.clock.advance({ days: 5 })
    await stripe.subscriptions.update(id, { items: [{ id: item, quantity }] })
  }

  const { lines } = await stripe.invoices.createPreview({ subscription: id })

  expect(lines.data.map(({ amount, description }) => [amount > 0, description])).toEqual([
    [false, 'Unused time on 2 × Pro after 25 Jan 2026'],
    [true, 'Remaining time on 3 × Pro after 25 Jan 2026'],
    [false, 'Unused time on Pro after 20 Jan 2026'],
    [true, 'Remaining time on 2 × Pro after 20 Jan 2026'],
    [true, '3 × Pro (at $49.00 / month)'],
  ])
})

it('shows the first ten lines in an invoice and in its events, and all of them in pages', async () => {
  const { stripe } = stripeInProcess()
  const customer = await payingCustomer(stripe)
  await charges(
    stripe,
    customer.id,
    Array.from({ length: 12 }, (_, i) => `item ${i + 1}`),
  )
  const draft = await stripe.invoices.create({
    customer: customer.id,
    pending_invoice_items_behavior: 'include',
  })
  const id = draft.id ?? ''

  expect([draft.lines.data.length, draft.lines.has_more]).toEqual([10, true])
  expect(names(draft)[0]).toBe('item 12')
  expect(draft.total).toBe(12 * 100 + 66)
  const [listed] = (await stripe.invoices.list({ customer: customer.id })).data
  expect([listed?.lines.data.length, listed?.lines.has_more]).toEqual([10, true])
  const [event] = (await stripe.events.list({ type: 'invoice.created' })).data
  expect(event?.data.object).toMatchObject({ lines: { has_more: true } })

  const rest = await stripe.invoices.listLineItems(id, {
    starting_after: draft.lines.data.at(-1)?.id,
  })
  expect(rest.data.map((line) => line.description)).toEqual(['item 2', 'item 1'])
  const all = await stripe.invoices.listLineItems(id).autoPagingToArray({ limit: 100 })
  expect(all).toHaveLength(12)

  await stripe.invoices.finalizeInvoice(id)
  const [payment] = (await stripe.invoicePayments.list({ invoice: id, expand: ['data.invoice'] }))
    .data
  expect(payment?.invoice).toMatchObject({ lines: { has_more: true } })
})
