import { describe, expect } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { premium } from '@/lib/billing/catalog/catalogs/premium'
import { deliver, deliverAll, eventFeed } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { openSession, postCheckout, statusAndCode, subscribe, visa } from '@/testing/shop'
import { test } from '@/testing/test'

const it = test.extend('options', { catalog: premium })
const withCredit = it.extend('options', {
  catalog: defineCatalog({ ...premium, lifetime: { credit: true } }),
})
it.beforeEach(async ({ world, ada }) => {
  await subscribe(world, ada, { plan: 'monthly' })
  world.engine.clock.advance({ days: 10 })
})

const lifetime = { plan: 'lifetime', interval: 'once' }
const agreed = { ...lifetime, endSubscription: true }

describe('a one-time purchase during a subscription', () => {
  it('asks first whether the subscription may end', async ({ world, ada }) => {
    expect(await statusAndCode(await postCheckout(world, ada, lifetime))).toEqual([
      409,
      'subscription_running',
    ])
    expect((await postCheckout(world, ada, agreed)).status).toBe(200)
  })

  it('ends the subscription with its period, once it is paid', async ({
    world,
    ada,
    access,
    subscription,
  }) => {
    const session = await openSession(world, ada, agreed)
    await deliverAll(world)
    expect(subscription()).toMatchObject({ cancel_at_period_end: false })

    world.engine.checkout.pay(session, visa)
    await deliverAll(world)
    expect(subscription()).toMatchObject({ status: 'active', cancel_at_period_end: true })
    expect(await access()).toMatchObject({
      plan: 'lifetime',
      cancelAt: new Date('2026-04-01T12:00:00Z'),
    })

    world.engine.clock.advance({ days: 40 })
    await deliverAll(world)
    expect(subscription().status).toBe('canceled')
    expect(await access()).toMatchObject({ plan: 'lifetime', status: 'active' })
    expect(world.engine.store.charges.size).toBe(2)
  })

  it('can’t be made twice', async ({ world, ada }) => {
    world.engine.checkout.pay(await openSession(world, ada, agreed), visa)

    expect(await statusAndCode(await postCheckout(world, ada, agreed))).toEqual([
      409,
      'already_subscribed',
    ])
  })

  it('leaves a subscription alone that is resumed afterwards', async ({
    world,
    ada,
    access,
    subscription,
  }) => {
    world.engine.checkout.pay(await openSession(world, ada, agreed), visa)
    await deliverAll(world)
    world.engine.clock.advance({ minutes: 1 })
    await world.stripe.subscriptions.update(subscription().id ?? '', {
      cancel_at_period_end: false,
    })
    await deliverAll(world)

    expect(subscription()).toMatchObject({ cancel_at_period_end: false })
    expect(await access()).toMatchObject({ cancelAt: null })
  })

  it('leaves a subscription alone that was canceled before the payment and resumed afterwards', async ({
    world,
    ada,
    subscription,
  }) => {
    const session = await openSession(world, ada, agreed)
    const end = (cancel_at_period_end: boolean) =>
      world.stripe.subscriptions.update(subscription().id ?? '', { cancel_at_period_end })
    await end(true)
    world.engine.checkout.pay(session, visa)
    await deliverAll(world)
    world.engine.clock.advance({ minutes: 1 })
    await end(false)
    await deliverAll(world)

    expect(subscription()).toMatchObject({ cancel_at_period_end: false })
  })

  it('discards a change that was scheduled for the end of the period', async ({
    world,
    ada,
    subscription,
  }) => {
    const { id } = await world.stripe.subscriptionSchedules.create({
      from_subscription: subscription().id ?? '',
    })
    world.engine.checkout.pay(await openSession(world, ada, agreed), visa)
    await deliverAll(world)

    expect(subscription()).toMatchObject({ cancel_at_period_end: true, schedule: null })
    expect((await world.stripe.subscriptionSchedules.retrieve(id)).status).toBe('released')
  })

  it.for(['stripe POST /v1/subscriptions', 'accountWrites.save'])(
    'ends it all the same when %s fails at first',
    async (part, { world, ada, access, subscription }) => {
      const events = eventFeed(world)
      world.engine.checkout.pay(await openSession(world, ada, agreed), visa)
      const completed = events().find(({ type }) => type === 'checkout.session.completed')
      world.intercept(failing(part))
      expect((await deliver(world, completed ?? {})).status).toBeGreaterThanOrEqual(500)
      world.resetCalls()
      await deliverAll(world)

      expect(subscription()).toMatchObject({ cancel_at_period_end: true })
      expect(await access()).toMatchObject({ plan: 'lifetime' })
    },
  )

  it('costs the full price if the catalog gives no credit', async ({ world, ada }) => {
    world.engine.checkout.pay(await openSession(world, ada, agreed), visa)

    expect(world.engine.store.charges.all().at(-1)).toMatchObject({ amount: 19_900 })
  })

  withCredit(
    'costs less by the unused rest of the period if the catalog gives credit',
    async ({ world, ada, access }) => {
      world.engine.checkout.pay(await openSession(world, ada, agreed), visa)

      // 21 of 31 days of $9.
      expect(world.engine.store.charges.all().at(-1)).toMatchObject({ amount: 19_900 - 610 })
      await deliverAll(world)
      expect(await access()).toMatchObject({ plan: 'lifetime' })
    },
  )
})
