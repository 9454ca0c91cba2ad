import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/identity/people'
import { apiRequest, subscribe } from '@/testing/shop'
import { createWorld, type World } from '@/testing/world'
import { portal } from './portal'

let world: World
let ada: Person
beforeEach(async () => {
  world = await createWorld()
  ada = world.addUser('ada')
})
afterEach(() => world.close())

const ask = (body: unknown) =>
  portal(world.services)(apiRequest(world, '/api/portal', { as: ada, body }))
const portals = () => world.engine.store.portalSessions.all()

describe('POST /api/portal', () => {
  it("opens the portal of one's own customer, with the way back to settings", async () => {
    await subscribe(world, ada)

    const response = await ask({})

    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ url: portals()[0]?.url })
    expect(portals()).toMatchObject([
      {
        customer: (await world.accounts.get(ada.userId))?.customerId,
        return_url: 'https://app.test/settings',
      },
    ])
  })

  it('makes the customer of somebody who never bought anything', async () => {
    expect((await ask({})).status).toBe(200)
    expect(await world.accounts.get(ada.userId)).toMatchObject({
      customerId: portals()[0]?.customer,
    })
  })

  it.each(['subscription_cancel', 'subscription_update'])('goes straight to %s', async (flow) => {
    await subscribe(world, ada)

    expect((await ask({ flow })).status).toBe(200)
    expect(portals()[0]?.flow?.type).toBe(flow)
  })

  it('has no subscription to cancel when there is none', async () => {
    const response = await ask({ flow: 'subscription_cancel' })

    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ error: { code: 'conflict' } })
  })

  it.each([
    { customer: 'cus_other' },
    { customerId: 'cus_other' },
    { flow: 'delete_everything' },
    { flow: ['subscription_cancel'] },
    { return_url: 'https://evil.test' },
    { returnUrl: 'https://evil.test' },
    { subscriptionId: 'sub_other' },
    { configuration: 'bpc_other' },
    '',
    'null',
    '{"__proto__":{"customer":"cus_other"}}',
  ])('refuses %j', async (body) => {
    await subscribe(world, ada)

    expect((await ask(body)).status).toBe(400)
    expect(portals()).toEqual([])
  })
})
