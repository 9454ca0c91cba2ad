import { describe, expect } from 'vitest'
import { bodyLimit } from '@/lib/http'
import { signed } from '@/testing/deliver'
import { subscribe } from '@/testing/shop'
import { oldCustomer, oldEvents } from '@/testing/stripe/old-events'
import { test } from '@/testing/test'
import { webhook } from './webhook'

const it = test.extend(
  'post',
  ({ world }) =>
    (body: string) =>
      webhook(world.services)(signed(body)),
)

describe.for(Object.entries(oldEvents))('%s', ([, event]) => {
  it('is answered 200, and changes nothing if its customer isn’t ours', async ({
    world,
    ada,
    post,
    row,
  }) => {
    await subscribe(world, ada)
    const before = await row()

    expect((await post(JSON.stringify(event))).status).toBe(200)
    expect(await row()).toEqual(before)
  })

  it('is answered 200, and takes nothing from a customer of ours who pays', async ({
    world,
    ada,
    post,
    row,
    groups,
  }) => {
    await subscribe(world, ada)
    const { customerId } = await row()
    world.engine.clock.advance({ days: 1 })
    const body = JSON.stringify({ ...event, created: world.now().getTime() / 1000 })

    expect((await post(body.replaceAll(oldCustomer, String(customerId)))).status).toBe(200)
    expect((await row()).access).toMatchObject({ plan: 'pro', status: 'active' })
    expect(await groups()).toEqual(['pro'])
  })
})

it('an old event that says active opens nothing for a user whose subscription has ended', async ({
  world,
  ada,
  post,
  row,
  subscriptionId,
}) => {
  await subscribe(world, ada)
  await world.stripe.subscriptions.cancel(subscriptionId())
  const { customerId } = await row()
  world.engine.clock.advance({ days: 1 })
  const event = oldEvents['a subscription of 2015, with its plan and period on top']
  const body = JSON.stringify({ ...event, created: world.now().getTime() / 1000 })
    .replaceAll(oldCustomer, String(customerId))
    .replace('"status":"canceled"', '"status":"active"')

  expect((await post(body)).status).toBe(200)
  expect((await row()).access).toMatchObject({ plan: 'free' })
})

it.for([450, 1_200])(
  'an event of %i lines, longer than any other body may be, is read to its end',
  async (many, { world, ada, post, row }) => {
    await subscribe(world, ada)
    await world.stripe.subscriptions.cancel(world.engine.store.subscriptions.all()[0]?.id ?? '')
    const { customerId } = await row()
    world.engine.clock.advance({ days: 1 })
    const line = {
      object: 'line_item',
      amount: 100,
      metadata: { note: 'Zürich 東京 ☃ '.repeat(30) },
    }
    const object = {
      id: 'sub_long',
      object: 'subscription',
      lines: { object: 'list', data: Array.from({ length: many }, () => line), has_more: true },
      // The last of its fields, so that a body that is cut off names no customer.
      customer: customerId,
    }
    const created = world.now().getTime() / 1000
    const event = {
      id: 'evt_long',
      object: 'event',
      type: 'customer.subscription.deleted',
      created,
      livemode: false,
    }
    const body = JSON.stringify({ ...event, data: { object } })
    expect(body.length).toBeGreaterThan(2 * bodyLimit)

    expect((await post(body)).status).toBe(200)
    expect((await row()).access).toMatchObject({ plan: 'free' })
  },
)
