import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWorld, type World } from '@/lib/testing/world'
import { listPlans } from './plans'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => world.close())

const ask = () => listPlans(world.services)(new Request('https://app.test/api/plans'))

describe('GET /api/plans', () => {
  it('lists what is sold to anybody, without a call', async () => {
    const response = await ask()

    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toContain('public')
    expect(await response.json()).toMatchObject({
      defaultPlan: 'free',
      plans: [
        { key: 'free', prices: [] },
        {
          key: 'starter',
          prices: [
            { interval: 'month', currency: 'usd', amountCents: 1_900 },
            { interval: 'year', currency: 'usd', amountCents: 19_000 },
          ],
        },
        { key: 'pro' },
        { key: 'enterprise', limits: { sources: { included: null } } },
      ],
    })
    expect(world.calls).toEqual([])
  })

  it('keeps lookup keys, groups and staff to itself', async () => {
    expect(await (await ask()).text()).not.toMatch(/lookupKey|saas_pro|"group"|staff|admins/)
  })
})
