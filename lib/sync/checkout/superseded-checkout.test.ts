import { describe, expect } from 'vitest'
import { withLifetime } from '@/testing/catalog'
import { deliverAll } from '@/testing/deliver'
import { buy, openSession, postCheckout, statusAndCode, subscribe, visa } from '@/testing/shop'
import { test } from '@/testing/test'

const it = test
  .extend('options', { catalog: withLifetime })
  /** Staff make a subscription in Stripe's dashboard for the customer of a Checkout session. */
  .extend('staffSubscribe', ({ world }) => async (sessionId: string, lookupKey: string) => {
    const { stripe } = world
    const { customer } = await stripe.checkout.sessions.retrieve(sessionId)
    const [price] = (await stripe.prices.list({ lookup_keys: [lookupKey] })).data
    const card = await stripe.paymentMethods.attach('pm_card_visa', {
      customer: String(customer),
    })
    return stripe.subscriptions.create({
      customer: String(customer),
      default_payment_method: card.id,
      items: [{ price: price?.id ?? '' }],
    })
  })

describe('an open Checkout session', () => {
  it('is ended once staff make a subscription', async ({
    world,
    ada,
    row,
    sessions,
    staffSubscribe,
  }) => {
    const session = await openSession(world, ada)
    await staffSubscribe(session, 'saas_starter_month')
    await deliverAll(world)

    expect(sessions()).toMatchObject([{ id: session, status: 'expired' }])
    expect(() => world.engine.checkout.pay(session, visa)).toThrow()
    expect(await row()).toMatchObject({ checkout: null, access: { plan: 'starter' } })
  })

  it('that was paid stays as it is, and is not looked at again', async ({
    world,
    ada,
    row,
    sessions,
  }) => {
    await subscribe(world, ada)
    expect(sessions()).toMatchObject([{ status: 'complete' }])
    expect(await row()).toMatchObject({ checkout: null, access: { plan: 'pro' } })
  })

  it('for a lifetime plan stays open next to the subscription that it replaces', async ({
    world,
    ada,
    openSessions,
  }) => {
    await subscribe(world, ada)
    const body = { plan: 'lifetime', interval: 'once', endSubscription: true }
    await openSession(world, ada, body)
    await world.stripe.subscriptions.update(world.engine.store.subscriptions.all()[0]?.id ?? '', {
      description: 'seen by staff',
    })
    await deliverAll(world)

    expect(openSessions()).toHaveLength(1)
  })

  it('for a lifetime plan is ended if the subscription that was to end is resumed', async ({
    world,
    ada,
    row,
    subscriptionId,
    openSessions,
  }) => {
    await subscribe(world, ada)
    await world.stripe.subscriptions.update(subscriptionId(), { cancel_at_period_end: true })
    await deliverAll(world)
    const session = await openSession(world, ada, { plan: 'lifetime', interval: 'once' })
    expect(openSessions()).toMatchObject([{ id: session }])

    await world.stripe.subscriptions.update(subscriptionId(), { cancel_at_period_end: false })
    await deliverAll(world)

    expect(openSessions()).toEqual([])
    expect(() => world.engine.checkout.pay(session, visa)).toThrow()
    expect((await row()).checkout).toBeNull()
    const again = await postCheckout(world, ada, { plan: 'lifetime', interval: 'once' })
    expect(await statusAndCode(again)).toEqual([409, 'subscription_running'])
  })

  it('that can’t be ended now withholds nothing, and is ended later', async ({
    world,
    ada,
    row,
    sessions,
    staffSubscribe,
  }) => {
    const session = await openSession(world, ada)
    const { id } = await staffSubscribe(session, 'saas_starter_month')
    world.intercept(async (name, send) => {
      if (name.endsWith('/expire')) throw new Error('Stripe is down')
      return send()
    })
    await deliverAll(world)
    expect(await row()).toMatchObject({ access: { plan: 'starter' } })
    expect(sessions()).toMatchObject([{ status: 'open' }])

    world.resetCalls()
    world.engine.clock.advance({ seconds: 2 })
    await world.stripe.subscriptions.update(id, { description: 'seen by staff' })
    await deliverAll(world)
    expect(sessions()).toMatchObject([{ status: 'expired' }])
  })
})

describe('another product’s subscription on the same customer', () => {
  it('keeps no one from buying a plan, and is no part of it', async ({
    world,
    ada,
    person,
    row,
  }) => {
    const session = await openSession(world, ada)
    const { customer } = await world.stripe.checkout.sessions.retrieve(session)
    const { id: price } = await world.stripe.prices.create({
      product_data: { name: 'Monthly course' },
      currency: 'usd',
      unit_amount: 1_200,
      recurring: { interval: 'month' },
    })
    const card = await world.stripe.paymentMethods.attach('pm_card_visa', {
      customer: String(customer),
    })
    const course = await world.stripe.subscriptions.create({
      customer: String(customer),
      default_payment_method: card.id,
      items: [{ price }],
    })
    await deliverAll(world)

    expect(await row()).toMatchObject({
      checkout: { sessionId: session },
      access: { plan: 'free', status: 'none', subscription: null, sources: [{ kind: 'default' }] },
    })
    expect((await person.get()).body).toMatchObject({ subscription: null })
    expect(await person.preview({ plan: 'pro' })).toMatchObject({ status: 409 })
    expect(await person.cancel()).toMatchObject({ status: 409 })
    expect((await postCheckout(world, ada)).status).toBe(200)

    await buy(world, ada)
    await deliverAll(world)
    expect((await person.get()).body).toMatchObject({ subscription: { plan: 'pro' } })
    await person.cancel({ when: 'period_end' })
    const { status, cancel_at_period_end, items } = await world.stripe.subscriptions.retrieve(
      course.id,
    )
    expect([status, cancel_at_period_end, items.data[0]?.price.id]).toEqual([
      'active',
      false,
      price,
    ])
  })
})
