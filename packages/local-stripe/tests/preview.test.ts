import fc from 'fast-check'
import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { payingCustomer, stripeInProcess } from '../src/testing'
import { randomRuns } from './random-runs'

/** A customer with a subscription, and prices to change to. */
async function onAPlan(coupon?: Stripe.CouponCreateParams) {
  const at = stripeInProcess()
  const customer = await payingCustomer(at.stripe)
  const product = await at.stripe.products.create({ name: 'Plan' })
  const price = (unit_amount: number, interval: 'month' | 'year') =>
    at.stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount,
      recurring: { interval },
    })
  const prices = [
    await price(1900, 'month'),
    await price(4999, 'month'),
    await price(19_901, 'month'),
    await price(49_900, 'year'),
  ]
  const discounts = coupon ? [{ coupon: (await at.stripe.coupons.create(coupon)).id }] : undefined
  const subscription = await at.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: prices[1]?.id, quantity: 3 }],
    discounts,
  })
  return { ...at, customer, prices, subscription, item: subscription.items.data[0]?.id ?? '' }
}

const changes = fc.record({
  price: fc.nat(3),
  quantity: fc.integer({ min: 1, max: 9 }),
  afterSeconds: fc.integer({ min: 0, max: 70 * 86_400 }),
  behavior: fc.constantFrom(
    'always_invoice' as const,
    'create_prorations' as const,
    'none' as const,
  ),
  coupon: fc.option(
    fc.oneof(
      fc.record({
        percent_off: fc.integer({ min: 1, max: 100 }),
        duration: fc.constantFrom('forever' as const, 'once' as const),
      }),
      fc.record({
        amount_off: fc.integer({ min: 1, max: 20_000 }),
        currency: fc.constant('usd'),
        duration: fc.constantFrom('forever' as const, 'once' as const),
      }),
    ),
    { nil: undefined },
  ),
})

describe('a preview', () => {
  it('equals what happens then, to the cent, for any change at any time', async () => {
    await fc.assert(
      fc.asyncProperty(changes, async ({ price, quantity, afterSeconds, behavior, coupon }) => {
        const { stripe, engine, subscription, item, prices, customer } = await onAPlan(coupon)
        engine.clock.advance({ seconds: afterSeconds })
        const proration_date = Math.floor(engine.clock.now().getTime() / 1000)
        const change = {
          items: [{ id: item, price: prices[price]?.id, quantity }],
          proration_behavior: behavior,
          proration_date,
        }

        const preview = await stripe.invoices.createPreview({
          subscription: subscription.id,
          subscription_details: change,
        })
        const changed = await stripe.subscriptions.update(subscription.id, change)
        const now = await stripe.invoices.retrieve(changed.latest_invoice as string)
        const charged =
          now.created === proration_date && now.billing_reason === 'subscription_update'
        if (!charged) engine.clock.advanceToNextRenewal()
        const [invoice] = charged
          ? [now]
          : (await stripe.invoices.list({ customer: customer.id })).data

        const money = (each: Stripe.Invoice) => ({
          total: each.total,
          due: each.amount_due,
          lines: each.lines.data.map((line) => [line.description, line.amount]),
        })
        expect(money(preview)).toEqual(money(invoice as Stripe.Invoice))
        expect(sum(preview.lines.data.map((line) => line.amount))).toBe(preview.subtotal)
      }),
      randomRuns(400),
    )
  })

  it('changes nothing', async () => {
    const { stripe, engine, subscription, item, prices } = await onAPlan()
    const state = () => JSON.stringify({ ...engine.store.dump(), answered: null })
    const before = state()

    await stripe.invoices.createPreview({
      subscription: subscription.id,
      subscription_details: {
        items: [{ id: item, price: prices[2]?.id }],
        proration_behavior: 'always_invoice',
      },
    })

    expect(state() === before).toBe(true)
  })

  it('is an error if there is no upcoming invoice', async () => {
    const { stripe, subscription } = await onAPlan()
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true })

    await expect(
      stripe.invoices.createPreview({ subscription: subscription.id }),
    ).rejects.toMatchObject({ code: 'invoice_upcoming_none' })
  })
})

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
