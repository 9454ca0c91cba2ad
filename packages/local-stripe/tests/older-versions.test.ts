import { describe, expect, it } from 'vitest'
import type { LocalStripe } from '../src/local-stripe'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

/** A request as a client of an older API version sends it, or of the account's version. */
async function request(
  local: LocalStripe,
  path: string,
  params: Record<string, string>,
  version?: string,
) {
  const response = await local.fetch(`http://localhost/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer sk_test_local',
      ...(version && { 'stripe-version': version }),
    },
    body: new URLSearchParams(params).toString(),
  })
  return { status: response.status, body: await response.json() }
}

describe('a parameter of an older API version', () => {
  it.each([
    ['2025-02-24.acacia', 200],
    ['2025-03-31.basil', 400],
    ['2026-10-28.endive', 400],
    [undefined, 200],
  ])('coupon of a customer, in %s: %i', async (version, status) => {
    const { stripe, local } = stripeInProcess()
    const { id: coupon } = await stripe.coupons.create({ percent_off: 20 })

    const made = await request(local, 'customers', { coupon }, version)

    expect(made.status).toBe(status)
    if (status === 400) {
      expect(made.body.error).toMatchObject({
        code: 'parameter_unknown',
        message: 'Received unknown parameter: coupon',
      })
    } else expect(made.body.discount).toMatchObject({ source: { coupon } })
  })

  it('is named where it is', async () => {
    const { local } = stripeInProcess()

    const made = await request(
      local,
      'subscription_schedules',
      { 'phases[0][iterations]': '2' },
      '2026-10-28.endive',
    )

    expect(made.body.error.param).toBe('phases[0][iterations]')
  })
})

describe('the discount of a customer', () => {
  async function discounted(duration: 'once' | 'forever') {
    const at = stripeInProcess()
    const price = await monthlyPrice(at.stripe, 4900)
    const coupon = await at.stripe.coupons.create({ percent_off: 20, duration })
    const customer = await payingCustomer(at.stripe)
    await request(at.local, `customers/${customer.id}`, { coupon: coupon.id })
    const events = () =>
      at.engine.store.events
        .all()
        .flatMap(({ type, data }) =>
          type.startsWith('customer.discount') ? [{ type, ...data }] : [],
        )
    const invoiced = async () =>
      (await at.stripe.invoices.list({ customer: customer.id })).data.map(({ total }) => total)
    return { ...at, price, coupon, customer, events, invoiced }
  }

  it('discounts the invoices of subscriptions that have none, and prorations', async () => {
    const { stripe, engine, price, customer, invoiced } = await discounted('forever')
    const { id, items } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
    })
    engine.clock.advance({ days: 15 })
    await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id, quantity: 2 }],
      proration_behavior: 'always_invoice',
    })
    const [proration = 0, first] = await invoiced()
    const [{ amount: full } = { amount: 0 }] = (
      await stripe.invoices.createPreview({ subscription: id })
    ).lines.data

    expect(first).toBe(3920)
    expect(full).toBe(9800)
    expect(proration).toBeGreaterThan(0)
    expect(proration).toBeLessThan(3920)
  })

  it('gives way to the discount of a subscription, and to none on an invoice', async () => {
    const { stripe, price, customer, invoiced } = await discounted('forever')
    const half = await stripe.coupons.create({ percent_off: 50 })
    await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      discounts: [{ coupon: half.id }],
    })
    const bare = await stripe.invoices.create({ customer: customer.id, discounts: '' })
    const usual = await stripe.invoices.create({ customer: customer.id })

    expect(await invoiced()).toEqual([0, 0, 2450])
    expect([bare.discounts.length, usual.discounts.length]).toEqual([0, 1])
  })

  it('is used up by one invoice, if it is for one', async () => {
    const { stripe, engine, price, customer, events, invoiced } = await discounted('once')
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] })
    engine.clock.advance({ days: 32 })

    expect(await invoiced()).toEqual([4900, 3920])
    expect(events().map(({ type }) => type)).toEqual([
      'customer.discount.created',
      'customer.discount.deleted',
    ])
  })

  it('is switched to another coupon, and removed', async () => {
    const { stripe, local, coupon, customer, events } = await discounted('forever')
    const other = await stripe.coupons.create({ percent_off: 30 })

    await request(local, `customers/${customer.id}`, { coupon: other.id })
    await request(local, `customers/${customer.id}`, { coupon: '' })

    expect(events()).toMatchObject([
      { type: 'customer.discount.created' },
      {
        type: 'customer.discount.updated',
        object: { source: { coupon: other.id } },
        previous_attributes: { source: { coupon: coupon.id } },
      },
      { type: 'customer.discount.deleted', object: { source: { coupon: other.id } } },
    ])
  })
})
