import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

type UpdateFeature = Stripe.BillingPortal.ConfigurationCreateParams.Features.SubscriptionUpdate
type ConfirmedItem =
  Stripe.BillingPortal.SessionCreateParams.FlowData.SubscriptionUpdateConfirm.Item
type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features
type Flow = Stripe.BillingPortal.SessionCreateParams.FlowData

async function portal(features: Features = { invoice_history: { enabled: false } }) {
  const at = stripeInProcess()
  const basic = await monthlyPrice(at.stripe, 1000)
  const pro = await monthlyPrice(at.stripe, 4900)
  const customer = await payingCustomer(at.stripe)
  const subscription = await at.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: basic.id }],
  })
  const products = [basic, pro].map((price) => ({
    product: `${price.product}`,
    prices: [price.id],
  }))
  const configuration = await at.stripe.billingPortal.configurations.create({
    features: {
      ...features,
      ...(features.subscription_update && {
        subscription_update: { products, ...features.subscription_update },
      }),
    },
  })
  const open = (flow_data?: Flow) =>
    at.stripe.billingPortal.sessions.create({
      customer: customer.id,
      configuration: configuration.id,
      ...(flow_data && { flow_data }),
    })
  const read = () => at.stripe.subscriptions.retrieve(subscription.id)
  const item = subscription.items.data[0]?.id ?? ''
  return { ...at, basic, pro, customer, subscription, configuration, open, read, item }
}

const updates = (subscription_update: Partial<UpdateFeature>): Features => ({
  subscription_update: {
    enabled: true,
    default_allowed_updates: ['price', 'quantity'],
    proration_behavior: 'always_invoice',
    ...subscription_update,
  },
})

describe('a portal flow', () => {
  it('is refused if its feature is off', async () => {
    const { open, subscription, item, pro } = await portal()
    const about = { subscription: subscription.id }
    const refused = (flow: Flow, message: string) => expect(open(flow)).rejects.toThrow(message)

    await refused(
      { type: 'subscription_update', subscription_update: about },
      'This subscription cannot be updated because the subscription update feature in the portal configuration is disabled.',
    )
    await refused(
      {
        type: 'subscription_update_confirm',
        subscription_update_confirm: { ...about, items: [{ id: item, price: pro.id }] },
      },
      'This subscription cannot be updated because the subscription update feature in the portal configuration is disabled.',
    )
    await refused(
      { type: 'subscription_cancel', subscription_cancel: about },
      'subscription cancel feature in the portal configuration is disabled.',
    )
    await refused(
      { type: 'subscription_pause', subscription_pause: about },
      'subscription pause feature in the portal configuration is disabled.',
    )
    await refused(
      { type: 'payment_method_update' },
      'payment method update feature in the portal configuration is disabled.',
    )
    await refused(
      { type: 'customer_update' },
      'customer update feature in the portal configuration is disabled.',
    )
    expect(await open()).toMatchObject({ flow: null })
  })

  it('to confirm an update must change something that the configuration offers', async () => {
    const { open, subscription, item, basic, stripe } = await portal(updates({}))
    const other = await monthlyPrice(stripe, 9900)
    const confirm = (items: ConfirmedItem[]) =>
      open({
        type: 'subscription_update_confirm',
        subscription_update_confirm: { subscription: subscription.id, items },
      })

    await expect(confirm([{ id: item, price: basic.id, quantity: 1 }])).rejects.toThrow(
      'Cannot update the subscription because there are no changes to confirm.',
    )
    await expect(confirm([{ id: item, price: other.id }])).rejects.toMatchObject({
      param: 'flow_data[subscription_update_confirm][items][0][price]',
    })
    await expect(confirm([{ id: 'si_other', quantity: 2 }])).rejects.toMatchObject({
      param: 'flow_data[subscription_update_confirm][items][0][id]',
    })
    await expect(confirm([])).rejects.toMatchObject({ code: 'parameter_missing' })
    expect(await confirm([{ id: item, quantity: 2 }])).toMatchObject({
      flow: { subscription_update_confirm: { items: [{ id: item, price: null, quantity: 2 }] } },
    })
  })

  it('of a canceled subscription, or that returns to nowhere, is refused', async () => {
    const { open, subscription, stripe } = await portal({ subscription_cancel: { enabled: true } })
    const flow: Flow = {
      type: 'subscription_cancel',
      subscription_cancel: { subscription: subscription.id },
    }
    await expect(open({ ...flow, after_completion: { type: 'redirect' } })).rejects.toMatchObject({
      param: 'flow_data[after_completion][redirect]',
    })

    await stripe.subscriptions.cancel(subscription.id)

    await expect(open(flow)).rejects.toThrow('cannot be canceled because it is canceled.')
  })

  it('gives the discount that it names', async () => {
    const { engine, stripe, open, subscription, item, pro, read } = await portal(updates({}))
    const coupon = await stripe.coupons.create({ percent_off: 50, duration: 'forever' })
    const session = await open({
      type: 'subscription_update_confirm',
      subscription_update_confirm: {
        subscription: subscription.id,
        items: [{ id: item, price: pro.id }],
        discounts: [{ coupon: coupon.id }],
      },
    })

    engine.portal.switch(session.id, subscription.id, { price: pro.id })

    const invoice = await stripe.invoices.retrieve(`${(await read()).latest_invoice}`)
    // The new price at half, less the unused time of the old one.
    expect(invoice.amount_paid).toBe(2450 - 1000)
    expect((await read()).discounts).toHaveLength(1)
  })
})

describe('a portal configuration', () => {
  it('limits what can be updated, and by how much', async () => {
    const limits = { enabled: true, minimum: 2, maximum: 4 }
    const { engine, stripe, open, subscription, basic, pro, configuration, read } = await portal(
      updates({}),
    )
    await stripe.billingPortal.configurations.update(configuration.id, {
      features: {
        subscription_update: {
          default_allowed_updates: ['quantity'],
          products: [
            { product: `${basic.product}`, prices: [basic.id], adjustable_quantity: limits },
            { product: `${pro.product}`, prices: [pro.id] },
          ],
        },
      },
    })
    const { id } = await open()
    const to = (price: Stripe.Price, quantity: number) => () =>
      engine.portal.switch(id, subscription.id, { price: price.id, quantity })

    expect(to(pro, 1)).toThrow('does not allow')
    expect(to(basic, 5)).toThrow('does not allow')
    to(basic, 3)()

    expect((await read()).items.data[0]?.quantity).toBe(3)
  })

  it('restarts the billing cycle with `billing_cycle_anchor: now`', async () => {
    const { engine, open, subscription, pro, read } = await portal(
      updates({ billing_cycle_anchor: 'now' }),
    )
    const { id } = await open()
    engine.clock.advance({ days: 10 })

    engine.portal.switch(id, subscription.id, { price: pro.id })

    const now = Math.floor(engine.clock.now().getTime() / 1000)
    expect(await read()).toMatchObject({ billing_cycle_anchor: now })
  })

  it('opens no session once it is inactive, and can be listed by what it is', async () => {
    const { stripe, open, configuration } = await portal()
    await stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: true } },
    })
    const ids = async (filter: Stripe.BillingPortal.ConfigurationListParams) =>
      (await stripe.billingPortal.configurations.list(filter)).data.length

    await stripe.billingPortal.configurations.update(configuration.id, { active: false })

    await expect(open()).rejects.toMatchObject({ param: 'configuration' })
    expect(await ids({ active: false })).toBe(1)
    expect(await ids({ is_default: true })).toBe(1)
    expect(await ids({ is_default: false, active: true })).toBe(1)
  })
})

describe('pausing in the portal', () => {
  it('stops collection for the chosen time', async () => {
    const { engine, open, subscription, configuration, read } = await portal({
      subscription_pause: {
        enabled: true,
        duration: {
          type: 'interval_options',
          interval_options: [{ interval: 'week' }, { interval: 'month', interval_count: 2 }],
        },
      },
    })
    expect(configuration.features.subscription_pause).toEqual({
      enabled: true,
      duration: {
        type: 'interval_options',
        interval_options: [
          { interval: 'week', interval_count: 1 },
          { interval: 'month', interval_count: 2 },
        ],
      },
    })
    const { id, flow } = await open({
      type: 'subscription_pause',
      subscription_pause: { subscription: subscription.id },
    })
    expect(flow).toMatchObject({ subscription_pause: { subscription: subscription.id } })

    engine.portal.pause(id, subscription.id, 1)

    expect(await read()).toMatchObject({
      status: 'active',
      pause_collection: { behavior: 'void', resumes_at: Date.parse('2026-03-15T12:00:00Z') / 1000 },
    })
    engine.clock.advance({ days: 60 })
    expect((await read()).pause_collection).toBeNull()
  })

  it('lasts until the customer resumes if it is indefinite', async () => {
    const { engine, open, subscription, read } = await portal({
      subscription_pause: { enabled: true, duration: { type: 'indefinite' } },
    })
    const { id } = await open()

    engine.portal.pause(id, subscription.id)
    expect((await read()).pause_collection).toEqual({ behavior: 'void', resumes_at: null })
    engine.portal.resume(id, subscription.id)

    expect((await read()).pause_collection).toBeNull()
  })

  it('needs its feature and durations', async () => {
    const { engine, stripe, open, subscription, configuration } = await portal()
    const { id } = await open()
    const update = (interval_options: object[]) =>
      stripe.billingPortal.configurations.update(configuration.id, {
        features: {
          subscription_pause: {
            duration: { type: 'interval_options', interval_options: interval_options as never },
          },
        },
      })

    expect(() => engine.portal.pause(id, subscription.id)).toThrow('does not allow')
    await expect(update([])).rejects.toMatchObject({ code: 'parameter_missing' })
    await expect(update([{ interval: 'year', interval_count: 4 }])).rejects.toThrow('three years')
  })
})
