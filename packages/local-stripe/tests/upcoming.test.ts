import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

/** A yearly subscription with a scheduled change. */
async function planned(interval: 'month' | 'year', unit_amount: number) {
  const at = stripeInProcess()
  const customer = await payingCustomer(at.stripe)
  const { product } = await monthlyPrice(at.stripe)
  const price = (amount: number, interval: 'month' | 'year') =>
    at.stripe.prices.create({
      product: product as string,
      currency: 'usd',
      unit_amount: amount,
      recurring: { interval },
    })
  const yearly = await price(49_000, 'year')
  const next = await price(unit_amount, interval)
  const subscription = await at.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: yearly.id }],
  })
  const schedule = await at.stripe.subscriptionSchedules.create({
    from_subscription: subscription.id,
  })
  const [current] = schedule.phases
  await at.stripe.subscriptionSchedules.update(schedule.id, {
    end_behavior: 'release',
    phases: [
      {
        items: [{ price: yearly.id }],
        start_date: current?.start_date,
        end_date: current?.end_date,
      },
      { items: [{ price: next.id }], duration: { interval }, proration_behavior: 'none' },
    ],
  })
  return { ...at, customer, subscription }
}

describe('the next invoice', () => {
  it.each([
    ['year' as const, 19_000],
    ['month' as const, 1_900],
  ])('bills the scheduled phase that begins with it: by the %s', async (interval, amount) => {
    const { stripe, engine, customer, subscription } = await planned(interval, amount)
    const preview = await stripe.invoices.createPreview({ subscription: subscription.id })
    expect(preview.total).toBe(amount)

    expect((await stripe.invoices.list({ customer: customer.id })).data).toHaveLength(1)
    engine.clock.advanceToNextRenewal()
    const [invoice] = (await stripe.invoices.list({ customer: customer.id })).data
    expect(invoice?.total).toBe(amount)
  })
})
