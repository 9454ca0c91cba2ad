import { describe, expect } from 'vitest'
import { deliverAll } from '@/testing/deliver'
import { apiRequest, subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { feature } from './feature'

const it = test.extend(
  'ask',
  ({ world, ada }) =>
    (name: string, token = world.token(ada)) =>
      feature(world.services)(apiRequest(world, `/api/features/${name}`, { token }), {
        params: { feature: name },
      }),
)
it.beforeEach(async ({ ask }) => {
  await ask('api-access')
})

describe('GET /api/features/:feature', () => {
  it('is open to a user with the plan', async ({ world, ada, ask }) => {
    await subscribe(world, ada)

    const response = await ask('analytics')

    expect([response.status, await response.json()]).toEqual([
      200,
      { feature: 'analytics', open: true },
    ])
  })

  it('says what is missing, what there is, and where to get it', async ({ ask }) => {
    const response = await ask('analytics')

    expect(response.status).toBe(403)
    expect(await response.json()).toEqual({
      error: {
        code: 'plan_required',
        message: expect.any(String),
        requestId: response.headers.get('x-request-id'),
        requiredPlan: 'pro',
        currentPlan: 'free',
        upgradeUrl: 'https://app.test/plans?upgrade=pro',
      },
    })
  })

  it("believes the row and not the token's groups: an old token opens nothing", async ({
    world,
    ada,
    ask,
  }) => {
    const forged = world.token(ada, { 'cognito:groups': ['pro', 'enterprise'] })

    expect((await ask('analytics', forged)).status).toBe(403)
  })

  it('lets staff in while Cognito says that they are staff', async ({ world, ada, ask }) => {
    const token = world.tokenIn(ada, 'support')
    expect((await ask('analytics', token)).status).toBe(200)

    await world.cognito.remove(ada.username, 'support')

    expect((await ask('analytics', token)).status).toBe(403)
  })

  it('sends a token back that is older than the last change of access', async ({
    world,
    ada,
    ask,
  }) => {
    const old = world.token(ada)
    world.engine.clock.advance({ minutes: 1 })
    await subscribe(world, ada)

    const stale = await ask('analytics', old)

    expect(stale.status).toBe(401)
    expect(await stale.json()).toMatchObject({ error: { code: 'token_stale' } })
    expect((await ask('analytics')).status).toBe(200)
  })

  it('closes on a downgrade at once, whatever the token says', async ({ world, ada, ask }) => {
    await subscribe(world, ada)
    const token = world.token(ada, { 'cognito:groups': ['pro'] })
    const [subscription] = world.engine.store.subscriptions.all()
    await world.stripe.subscriptions.cancel(subscription?.id ?? '')
    world.engine.clock.advance({ minutes: 1 })
    await deliverAll(world)

    expect((await ask('analytics', token)).status).toBe(403)
  })

  it.for(['nothing', '__proto__', 'constructor', 'toString', 'Analytics', ''])(
    'knows no feature called %j',
    async (name, { world, ada, ask }) => {
      const response = await ask(name, world.token(ada, { 'cognito:groups': ['admins'] }))

      expect(response.status).toBe(404)
    },
  )
})
