import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { payingCustomer, stripeInProcess } from '../src/testing'

type Formula = Stripe.Billing.MeterCreateParams.DefaultAggregation.Formula

describe('the usage of a month', () => {
  it.each<[Formula, number]>([
    ['sum', 6000],
    ['count', 300],
    ['last', 2000],
  ])('by %s is billed as %i', async (formula, total) => {
    const { stripe, engine } = stripeInProcess()
    const customer = await payingCustomer(stripe)
    const meter = await stripe.billing.meters.create({
      display_name: 'Calls',
      event_name: 'calls',
      default_aggregation: { formula },
    })
    const price = await stripe.prices.create({
      product_data: { name: 'Calls' },
      currency: 'usd',
      unit_amount: 100,
      recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    })
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
    })
    for (const value of ['10', '30', '20']) {
      engine.clock.advance({ days: 2 })
      await stripe.billing.meterEvents.create({
        event_name: 'calls',
        payload: { stripe_customer_id: customer.id, value },
      })
    }

    engine.clock.advance({ days: 26 })

    const { latest_invoice } = await stripe.subscriptions.retrieve(id, {
      expand: ['latest_invoice'],
    })
    expect(latest_invoice).toMatchObject({ status: 'paid', total })
  })
})

describe('the price of a quantity', () => {
  const priced = async (price: Partial<Stripe.PriceCreateParams>, quantity: number) => {
    const { stripe } = stripeInProcess()
    const customer = await payingCustomer(stripe)
    const { id } = await stripe.prices.create({
      product_data: { name: 'Seats' },
      currency: 'usd',
      recurring: { interval: 'month' },
      ...price,
    })
    const { latest_invoice } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: id, quantity }],
      expand: ['latest_invoice'],
    })
    const { lines } = latest_invoice as Stripe.Invoice
    return lines.data.map(({ amount, description }) => [amount, description])
  }
  const tiers: Stripe.PriceCreateParams.Tier[] = [
    { up_to: 5, unit_amount: 700, flat_amount: 1000 },
    { up_to: 'inf', unit_amount_decimal: Stripe.Decimal.from('333.3') },
  ]

  it('in graduated tiers has a line for each, and one for a flat fee', async () => {
    const price = { billing_scheme: 'tiered', tiers_mode: 'graduated', tiers } as const

    expect(await priced(price, 7)).toEqual([
      [3500, '5 × Seats (Tier 1 at $7.00 / month)'],
      [1000, 'Seats (Tier 1 flat fee at $10.00 / month)'],
      [667, '2 × Seats (Tier 2 at $3.333 / month)'],
    ])
  })

  it('in volume tiers is that of the tier it reaches', async () => {
    const price = { billing_scheme: 'tiered', tiers_mode: 'volume', tiers } as const

    expect(await priced(price, 12)).toEqual([[4000, '12 × Seats (Tier 2 at $3.333 / month)']])
  })

  it('with fractions of a cent is rounded once, halves up', async () => {
    expect(await priced({ unit_amount_decimal: Stripe.Decimal.from('0.5') }, 101)).toEqual([
      [51, '101 × Seats (at $0.005 / month)'],
    ])
  })

  it('in packages counts those that were begun', async () => {
    const packages = { transform_quantity: { divide_by: 10, round: 'up' } } as const

    expect(await priced({ unit_amount: 500, ...packages }, 11)).toEqual([
      [1000, expect.stringContaining('11 × Seats')],
    ])
  })
})
