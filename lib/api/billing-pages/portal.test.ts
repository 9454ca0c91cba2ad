import { describe, expect } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { unmetered } from '@/testing/catalog'
import { apiRequest, subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { portal } from './portal'

const it = test
  .extend(
    'ask',
    ({ world, ada }) =>
      (body: unknown) =>
        portal(world.services)(apiRequest(world, '/api/portal', { as: ada, body })),
  )
  .extend(
    'portals',
    ({ world }) =>
      () =>
        world.engine.store.portalSessions.all(),
  )
const withoutUsage = it.extend('options', { catalog: unmetered(saas) })

describe('POST /api/portal', () => {
  it("opens the portal of one's own customer, with the way back to settings", async ({
    world,
    ada,
    ask,
    portals,
  }) => {
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

  it('creates the customer of a user who never bought anything', async ({
    world,
    ada,
    ask,
    portals,
  }) => {
    expect((await ask({})).status).toBe(200)
    expect(await world.accounts.get(ada.userId)).toMatchObject({
      customerId: portals()[0]?.customer,
    })
  })

  it.for(['subscription_cancel', 'subscription_update'])(
    'leads to our own page for %s, where the plans bill usage',
    async (flow, { world, ada, ask, portals }) => {
      await subscribe(world, ada)

      expect(await (await ask({ flow })).json()).toEqual({
        url: 'https://app.test/settings#subscription',
      })
      expect(portals()).toEqual([])
    },
  )

  withoutUsage.for(['subscription_cancel', 'subscription_update'])(
    'goes straight to %s',
    async (flow, { world, ada, ask, portals }) => {
      world.engine.portal.createConfiguration({
        features: {
          subscription_cancel: { enabled: true },
          subscription_update: { enabled: true, default_allowed_updates: ['price'] },
        },
      })
      await subscribe(world, ada)

      expect((await ask({ flow })).status).toBe(200)
      expect(portals()[0]?.flow?.type).toBe(flow)
    },
  )

  it('has no subscription to cancel when there is none', async ({ ask }) => {
    const response = await ask({ flow: 'subscription_cancel' })

    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ error: { code: 'conflict' } })
  })

  it.for([
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
  ])('refuses %j', async (body, { world, ada, ask, portals }) => {
    await subscribe(world, ada)

    expect((await ask(body)).status).toBe(400)
    expect(portals()).toEqual([])
  })
})
