import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

async function subscribed(params: Partial<Stripe.SubscriptionCreateParams> = {}) {
  const at = stripeInProcess()
  const customer = await payingCustomer(at.stripe)
  const price = await monthlyPrice(at.stripe)
  const better = await monthlyPrice(at.stripe, 19_900)
  const subscription = await at.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    ...params,
  })
  const upgrade = (more: Stripe.SubscriptionUpdateParams = {}) =>
    at.stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id ?? '', price: better.id }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'pending_if_incomplete',
      ...more,
    })
  return { ...at, customer, price, subscription, upgrade }
}

describe('a pending update', () => {
  it.each([
    [{ metadata: { note: 'x' } }, 'metadata'],
    [{ discounts: [{ coupon: 'SAVE' }] }, 'discounts'],
    [{ cancel_at_period_end: true }, 'cancel_at_period_end'],
    [{ pause_collection: { behavior: 'void' as const } }, 'pause_collection'],
  ])('can’t contain %j', async (more, param) => {
    const { stripe, upgrade } = await subscribed()
    await stripe.coupons.create({ id: 'SAVE', percent_off: 10, duration: 'once' })

    await expect(upgrade(more)).rejects.toMatchObject({ statusCode: 400, param })
  })

  it('is refused with send_invoice', async () => {
    const { upgrade } = await subscribed({ collection_method: 'send_invoice', days_until_due: 30 })

    await expect(upgrade()).rejects.toMatchObject({ param: 'payment_behavior' })
  })

  it('is discarded when its invoice is voided', async () => {
    const { local, engine, stripe, customer, price, subscription, upgrade } = await subscribed()
    engine.customers.nextPaymentFails(customer.id, true)
    const waiting = await upgrade()
    expect(waiting.pending_update).not.toBeNull()

    await stripe.invoices.voidInvoice(waiting.latest_invoice as string)

    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      status: 'active',
      pending_update: null,
      items: { data: [{ price: { id: price.id } }] },
    })
    expect(eventTypes({ local })).toContain('customer.subscription.pending_update_expired')
  })
})
