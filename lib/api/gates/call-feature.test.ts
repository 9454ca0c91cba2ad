import { describe, expect } from 'vitest'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { createApp } from '@/testing/api/app'
import { subscribe } from '@/testing/shop'
import { test as base } from '@/testing/test'
import { usageOf } from '@/testing/usage'
import { meteredHandler } from '../usage/metered'

const test = base
  .extend('call', ({ world, ada }) => async (feature = 'api-access') => {
    const response = await createApp(world.services)(
      new Request(`https://app.test/api/features/${feature}/call`, {
        method: 'POST',
        headers: { authorization: `Bearer ${world.token(ada)}` },
      }),
    )
    return { status: response.status, body: await response.json() }
  })
  .extend('used', ({ world, ada }) => async (at = 0): Promise<unknown> => {
    const { body } = await usageOf(world).read(world.token(ada))
    const { meters } = body as { meters?: { used: number; reserved: number }[] }
    return meters?.[at]
  })

describe('POST /api/features/:feature/call', () => {
  test('answers, and counts one call', async ({ call, used }) => {
    expect(await call()).toMatchObject({ status: 200, body: { feature: 'api-access' } })
    await call()

    expect(await used()).toMatchObject({ used: 2, reserved: 0 })
  })

  test('stops at the limit, and never counts beyond it', async ({ world, ada, call, used }) => {
    await call()
    const entry = { id: 'most', userId: ada.userId, meter: 'api_calls', quantity: 997 }
    expect(await usageOf(world).outcomes(entry)).toEqual(['recorded'])

    const answers = await Promise.all(Array.from({ length: 6 }, () => call()))

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2)
    expect(answers.find(({ status }) => status === 403)?.body).toMatchObject({
      error: { code: 'limit_reached' },
    })
    expect(await used()).toMatchObject({ used: 1_000, reserved: 0 })
  })

  test('at the user’s own cap says so, and leads to the cap', async ({ world, ada, call }) => {
    await subscribe(world, ada)
    await call()
    const cap = { mode: 'stop', cents: 0, setAt: world.now() } as const
    await world.services.spendingCaps.set(ada.userId, 'api_calls', cap)
    const entry = { id: 'most', userId: ada.userId, meter: 'api_calls', quantity: 99_999 }
    expect(await usageOf(world).outcomes(entry)).toEqual(['recorded'])

    const { status, body } = await call()

    expect(status).toBe(403)
    expect(body.error).toMatchObject({
      code: 'limit_reached',
      message: expect.stringMatching(
        /^You’ve reached your spending cap for API calls\. Change it on the usage page, or wait until [A-Z][a-z]+ \d+, \d{4}\.$/,
      ),
      reason: 'cap',
      requiredPlan: null,
      capUrl: 'https://app.test/usage#api_calls',
    })
  })

  test('is closed without the feature, and not found where there is no API', async ({
    call,
    used,
  }) => {
    expect(await call('analytics')).toMatchObject({ status: 404 })
    expect(await call('constructor')).toMatchObject({ status: 404 })
    expect(await used()).toMatchObject({ used: 0 })
  })
})

describe('of a catalog that counts costs', () => {
  const metering = test.extend('options', () => ({ catalog: metered }))

  metering('a call counts parts of a credit, which add up', async ({ world, ada, call, used }) => {
    expect(await call('model-api')).toMatchObject({ status: 403 })
    await subscribe(world, ada, { plan: 'usage', interval: 'month' })

    for (let calls = 0; calls < 3; calls++) await call('model-api')

    // 3 × 0.37 credits.
    expect(await used()).toMatchObject({ used: 1 })
  })
})

describe('a metered handler', () => {
  test('that fails is not charged, and holds nothing', async ({ world, ada, call, used }) => {
    await call()
    const failing = meteredHandler(
      world.services,
      { meter: 'api_calls', quantity: 5 },
      async () => {
        throw new Error('The product is away')
      },
    )
    const user = await world.services.users.require(
      new Request('https://app.test', { headers: { authorization: `Bearer ${world.token(ada)}` } }),
    )

    await expect(failing({ user, requestId: 'call-1' })).rejects.toThrow('The product is away')
    expect(await used()).toMatchObject({ used: 1, reserved: 0 })
  })

  test('can’t count by a gauge, or by a meter that isn’t there', ({ world }) => {
    for (const meter of ['storage', 'calls']) {
      expect(() => meteredHandler(world.services, { meter }, async () => null)).toThrow(meter)
    }
  })
})
