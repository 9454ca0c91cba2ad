import { describe, expect } from 'vitest'
import { onlySubscription, subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { use } from '@/testing/use'
import { flushDueUsage } from './flush'
import { verifyUsage, verifyUser } from './verify'

const it = test
  .extend(
    'kinds',
    ({ world, ada }) =>
      async () =>
        (await verifyUser(world.services, ada.userId)).map(({ kind, meter }) => [kind, meter]),
  )
  .extend(
    'later',
    ({ world }) =>
      (hours: number) =>
        world.engine.clock.advance({ hours }),
  )
it.beforeEach(async ({ world, ada }) => {
  await subscribe(world, ada)
  world.engine.clock.advance({ days: 3 })
  await use(world, ada, 'api_calls', 120_000)
  await use(world, ada, 'storage', 140)
  await flushDueUsage(world.services)
  world.engine.clock.advance({ days: 1 })
  await use(world, ada, 'api_calls', 5_000)
  await flushDueUsage(world.services)
  world.engine.clock.advance({ hours: 2 })
})

const event = (customer: string, identifier: string, value = '7') => ({
  event_name: 'saas_api_calls',
  identifier,
  payload: { stripe_customer_id: customer, value },
})

describe('the verification of usage', () => {
  it('finds nothing where everything agrees', async ({ kinds }) => {
    expect(await kinds()).toEqual([])
  })

  it('finds what Stripe lost', async ({ world, kinds, ada }) => {
    const [counter] = await world.services.usageCounters.list({
      userId: ada.userId,
      meter: 'api_calls',
      from: new Date(0),
      to: world.now(),
    })
    const flushes = counter ? await world.services.usageFlushes.list(counter) : []
    await world.stripe.billing.meterEventAdjustments.create({
      event_name: 'saas_api_calls',
      type: 'cancel',
      cancel: { identifier: flushes.at(-1)?.identifier ?? '' },
    })

    expect(await kinds()).toEqual([['usage_lost', 'api_calls']])
  })

  it('finds what Stripe counted twice', async ({ world, kinds, later }) => {
    const { customer } = onlySubscription(world)
    await world.stripe.billing.meterEvents.create(event(String(customer), 'by-hand'))
    later(1)

    expect(await kinds()).toEqual([['usage_double', 'api_calls']])
  })

  it('finds what Stripe wasn’t told for an hour', async ({ world, ada, kinds, later }) => {
    await use(world, ada, 'api_calls', 1)
    later(2)

    expect(await kinds()).toEqual([['usage_unsent', 'api_calls']])
    await flushDueUsage(world.services)
    expect(await kinds()).toEqual([])
  })

  it('finds what came after the invoice was final', async ({ world, ada, kinds }) => {
    const late = world.now()
    world.engine.clock.advanceTo(new Date('2026-04-03T00:00:00Z'))
    await use(world, ada, 'api_calls', 9, late)
    await flushDueUsage(world.services)

    expect(await kinds()).toEqual([['usage_late', 'api_calls']])
  })

  it('goes through all users, page by page, and says where it stopped', async ({
    world,
    bob,
    later,
  }) => {
    await subscribe(world, bob)
    await use(world, bob, 'api_calls', 1)
    later(2)

    const report = await verifyUsage(world.services, { stop: () => false })

    expect(report).toMatchObject({ checked: 2, failed: 0, next: null })
    expect(report.drifts).toMatchObject([{ kind: 'usage_unsent', userId: bob.userId }])
  })
})
