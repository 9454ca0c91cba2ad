import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

type Mode = 'classic' | 'flexible'

async function world(at: string) {
  const { stripe, engine } = stripeInProcess()
  engine.clock.advanceTo(new Date(at))
  const customer = (await payingCustomer(stripe)).id
  const monthly = async (amount: number) => (await monthlyPrice(stripe, amount)).id
  const to = (moment: string) => engine.clock.advanceTo(new Date(moment))
  const pending = async () =>
    (await stripe.invoiceItems.list({ customer, pending: true })).data.toReversed()
  return { stripe, engine, customer, monthly, to, pending }
}

/** https://docs.stripe.com/billing/subscriptions/prorations#credit-prorations */
describe('the examples of the documentation of prorations', () => {
  it.each([
    ['classic', -334],
    ['flexible', 0],
  ] as [Mode, number][])(
    'an upgrade without a proration, then a downgrade: %s',
    async (type, total) => {
      const { stripe, customer, monthly, to } = await world('2026-04-01T00:00:00Z')
      const [ten, twenty] = [await monthly(1000), await monthly(2000)]
      const { id, items } = await stripe.subscriptions.create({
        customer,
        items: [{ price: ten }],
        billing_mode: { type },
      })
      const item = items.data[0]?.id ?? ''

      to('2026-04-11T00:00:00Z')
      await stripe.subscriptions.update(id, {
        items: [{ id: item, price: twenty }],
        proration_behavior: 'none',
      })
      to('2026-04-21T00:00:00Z')
      const downgraded = await stripe.subscriptions.update(id, {
        items: [{ id: item, price: ten }],
        proration_behavior: 'always_invoice',
        expand: ['latest_invoice'],
      })

      expect(downgraded.latest_invoice).toMatchObject({ total })
    },
  )

  it.each([
    ['classic', -250],
    ['flexible', -417],
  ] as [Mode, number][])(
    'a coupon for several items, one of them deleted: %s',
    async (type, total) => {
      const { stripe, customer, monthly, to, pending } = await world('2026-02-01T00:00:00Z')
      const coupon = await stripe.coupons.create({
        amount_off: 500,
        currency: 'usd',
        duration: 'forever',
      })
      const { items } = await stripe.subscriptions.create({
        customer,
        items: [{ price: await monthly(1000) }, { price: await monthly(2000) }],
        discounts: [{ coupon: coupon.id }],
        billing_mode: { type },
      })

      to('2026-02-15T00:00:00Z')
      await stripe.subscriptionItems.del(items.data[0]?.id ?? '', {
        proration_behavior: 'create_prorations',
      })

      expect((await pending()).map((item) => item.amount)).toEqual([total])
    },
  )
})

describe('a proration', () => {
  it('contains the discount and is not discounted again', async () => {
    const { stripe, customer, monthly, to, pending } = await world('2026-04-01T00:00:00Z')
    const half = await stripe.coupons.create({ percent_off: 50, duration: 'forever' })
    const { id, items } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await monthly(10_000) }],
      discounts: [{ coupon: half.id }],
    })
    to('2026-04-16T00:00:00Z')

    await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id, price: await monthly(20_000) }],
    })

    const made = await pending()
    expect(made.map((item) => [item.amount, item.discountable])).toEqual([
      [-2500, false],
      [5000, false],
    ])
    to('2026-05-01T02:00:00Z')
    const { latest_invoice } = await stripe.subscriptions.retrieve(id, {
      expand: ['latest_invoice'],
    })
    expect(latest_invoice).toMatchObject({ total: -2500 + 5000 + 10_000 })
  })

  it('is not touched by a coupon that comes later', async () => {
    const { stripe, customer, monthly, to } = await world('2026-04-01T00:00:00Z')
    const half = await stripe.coupons.create({ percent_off: 50, duration: 'forever' })
    const { id, items } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await monthly(10_000) }],
    })
    to('2026-04-16T00:00:00Z')
    await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id, price: await monthly(20_000) }],
    })

    await stripe.subscriptions.update(id, { discounts: [{ coupon: half.id }] })

    const preview = await stripe.invoices.createPreview({ subscription: id })
    expect(preview.total).toBe(-5000 + 10_000 + 10_000)
  })

  it('uses the discounts of the same update', async () => {
    const { stripe, customer, monthly, to, pending } = await world('2026-04-01T00:00:00Z')
    const half = await stripe.coupons.create({ percent_off: 50, duration: 'forever' })
    const { id, items } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await monthly(10_000) }],
    })
    to('2026-04-16T00:00:00Z')

    await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id, quantity: 2 }],
      discounts: [{ coupon: half.id }],
    })

    expect((await pending()).map((item) => item.amount)).toEqual([-5000, 5000])
  })

  it('names the charge that it credits, invoiced or not', async () => {
    const { stripe, customer, monthly, to, pending } = await world('2026-04-01T00:00:00Z')
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: await monthly(1000) }],
      expand: ['latest_invoice'],
    })
    const { id, items } = subscription
    const first = subscription.latest_invoice as { id: string; lines: { data: { id: string }[] } }
    const item = items.data[0]?.id ?? ''
    to('2026-04-11T00:00:00Z')
    await stripe.subscriptions.update(id, { items: [{ id: item, price: await monthly(2000) }] })
    const charged = (await pending())[1]?.id
    to('2026-04-21T00:00:00Z')
    await stripe.subscriptions.update(id, { items: [{ id: item, price: await monthly(3000) }] })

    const credits = (await pending()).map((each) => each.proration_details?.credited_items)
    expect(credits).toEqual([
      {
        type: 'invoice_line_items',
        invoice_line_item_details: {
          invoice: first.id,
          invoice_line_items: [first.lines.data[0]?.id],
        },
      },
      null,
      { type: 'invoice_item', invoice_item: charged },
      null,
    ])
    expect((await pending()).map((each) => each.amount)).toEqual([-667, 1333, -667, 1000])

    const { lines } = await stripe.invoices.createPreview({ subscription: id })
    const line = lines.data.findLast((each) => each.amount === -667)
    expect(line?.parent?.subscription_item_details?.proration_details?.credited_items).toEqual({
      invoice: first.id,
      invoice_line_items: [first.lines.data[0]?.id],
    })
  })

  it('credits a charge again after the invoice with its credit is voided', async () => {
    const { stripe, customer, monthly, to, pending } = await world('2026-04-01T00:00:00Z')
    const { id, items } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await monthly(1000) }],
    })
    const item = items.data[0]?.id ?? ''
    const more = await monthly(2000)
    to('2026-04-11T00:00:00Z')
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    await stripe.subscriptions.update(id, { default_payment_method: bad.id })
    const waiting = await stripe.subscriptions.update(id, {
      items: [{ id: item, price: more }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'pending_if_incomplete',
    })
    await stripe.invoices.voidInvoice(waiting.latest_invoice as string)

    await stripe.subscriptions.update(id, { items: [{ id: item, price: more }] })

    expect((await pending()).map((each) => each.amount)).toEqual([-667, 1333])
  })
})
