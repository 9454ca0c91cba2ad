import { describe, expect } from 'vitest'
import { premium } from '@/lib/billing/catalog/catalogs/premium'
import { deliverAll } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { apiRequest, subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { access } from './access'

const it = test.extend('ask', ({ world, ada }) => async (claims: Record<string, unknown> = {}) => {
  const token = world.token(ada, claims)
  const response = await access(world.services)(apiRequest(world, '/api/access', { token }))
  expect(response.status).toBe(200)
  return response.json()
})

describe('GET /api/access', () => {
  it('answers a user who pays nothing', async ({ ask }) => {
    expect(await ask()).toEqual({
      plan: 'free',
      status: 'none',
      isPaying: false,
      permissions: [],
      groups: ['free'],
    })
  })

  it('answers a user who subscribed', async ({ world, ada, ask }) => {
    await subscribe(world, ada)

    expect(await ask()).toMatchObject({
      plan: 'pro',
      status: 'active',
      isPaying: true,
      groups: ['pro'],
    })
  })

  it('decides with the present time, whatever the row last said', async ({
    world,
    ada,
    ask,
    row,
    subscriptionId,
  }) => {
    await subscribe(world, ada)
    await world.stripe.subscriptions.update(subscriptionId(), { cancel_at_period_end: true })
    await deliverAll(world)
    world.intercept(failing('stripe'))
    world.engine.clock.advance({ days: 32 })

    expect((await row()).access.plan).toBe('pro')
    expect(await ask()).toMatchObject({ plan: 'free', isPaying: false })
  })
})

describe('GET /api/access of the premium catalog', () => {
  const ofPremium = it.extend('options', () => ({ catalog: premium }))

  ofPremium('has the permissions of what was bought once', async ({ world, ada, ask }) => {
    await subscribe(world, ada, { plan: 'lifetime', interval: 'once' })

    expect(await ask()).toMatchObject({
      status: 'active',
      isPaying: true,
      permissions: ['read:basic-content', 'read:premium-content', 'manage:subscription'],
    })
  })

  ofPremium('adds those of a staff group, which is no plan', async ({ ask }) => {
    expect(await ask({ 'cognito:groups': ['support'] })).toMatchObject({
      plan: 'free',
      isPaying: false,
      permissions: expect.arrayContaining(['access:admin-panel']),
    })
  })
})
