import { describe, expect } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { limitGate, planGate } from '@/lib/billing/gates/gates'
import { AppError } from '@/lib/errors'
import { subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { usageOf } from '@/testing/usage'
import {
  requireFeature,
  requireGate,
  requireLimit,
  requirePermission,
  requirePlan,
} from './require'

const catalog = defineCatalog({
  ...saas,
  plans: saas.plans.map((plan) => ({
    ...plan,
    permissions: plan.rank >= 20 ? ['read:reports'] : [],
  })),
  staff: [{ group: 'support', rank: 10, permissions: ['read:tickets'] }],
})

const it = test
  .extend('options', { catalog })
  .extend('tokenOf', ({ world, ada }) => async (...groups: string[]) => {
    const token = await world.services.tokens.verify(
      groups.length > 0 ? world.tokenIn(ada, ...groups) : world.token(ada),
    )
    if (!token) throw new Error('The world gave a token that does not verify')
    return token
  })

/** `open`, or the code and the details of what was thrown. */
const outcome = (entering: Promise<unknown>) =>
  entering.then(
    () => 'open' as const,
    (error) => {
      if (!(error instanceof AppError)) throw error
      return { code: error.code, ...error.details }
    },
  )

const upgradeUrl = (plan: string) => `https://app.test/plans?upgrade=${plan}`

describe('a handler’s gate', () => {
  it('refuses a user who has not bought it, and names what would open it', async ({
    world,
    tokenOf,
  }) => {
    const token = await tokenOf()
    const { services } = world

    expect(await outcome(requireFeature(services, token, 'analytics'))).toEqual({
      code: 'plan_required',
      requiredPlan: 'pro',
      currentPlan: 'free',
      upgradeUrl: upgradeUrl('pro'),
    })
    expect(await outcome(requirePlan(services, token, 'starter'))).toEqual({
      code: 'plan_required',
      requiredPlan: 'starter',
      currentPlan: 'free',
      upgradeUrl: upgradeUrl('starter'),
    })
    expect(await outcome(requirePermission(services, token, 'read:reports'))).toEqual({
      code: 'permission_required',
      permission: 'read:reports',
      requiredPlan: 'pro',
      currentPlan: 'free',
      upgradeUrl: upgradeUrl('pro'),
    })
    expect(
      await outcome(requireLimit(services, token, { meter: 'api_calls', used: 1_000 })),
    ).toEqual({
      code: 'limit_reached',
      meter: 'api_calls',
      included: 1_000,
      used: 1_000,
      requiredPlan: 'starter',
      currentPlan: 'free',
      upgradeUrl: upgradeUrl('starter'),
    })
  })

  it('opens what was bought, and says who came in', async ({ world, ada, tokenOf }) => {
    await subscribe(world, ada)
    const token = await tokenOf()
    const { services } = world

    expect(await requireFeature(services, token, 'analytics')).toMatchObject({
      account: { userId: ada.userId },
      access: { plan: 'pro' },
      entitlements: { plan: 'pro', permissions: ['read:reports'], staff: null },
    })
    expect(await outcome(requirePlan(services, token, 'starter'))).toBe('open')
    expect(await outcome(requirePermission(services, token, 'read:reports'))).toBe('open')
    expect(
      await outcome(requireLimit(services, token, { meter: 'backups', used: 0, wanted: 30 })),
    ).toBe('open')
  })

  it('reads what was used from the counter, with what is reserved', async ({
    world,
    ada,
    tokenOf,
  }) => {
    const token = await tokenOf()
    const { services } = world
    await requireFeature(services, token, 'api-access')
    const entry = { userId: ada.userId, meter: 'api_calls' }
    await usageOf(world).record({ ...entry, id: 'a', quantity: 600 })
    await usageOf(world).reserve({ ...entry, id: 'b', quantity: 300 })
    const wanting = (wanted: number) =>
      outcome(requireLimit(services, token, { meter: 'api_calls', wanted }))

    expect(await wanting(100)).toBe('open')
    expect(await wanting(101)).toMatchObject({ code: 'limit_reached', used: 900, included: 1_000 })
  })

  it('closes a limit with overage at the user’s own cap', async ({ world, ada, tokenOf }) => {
    await subscribe(world, ada)
    const token = await tokenOf()
    const { services } = world
    const wanting = (wanted: number) =>
      outcome(requireLimit(services, token, { meter: 'api_calls', wanted }))
    expect(await wanting(1_000_000)).toBe('open')

    const cap = { mode: 'stop', cents: 100, setAt: world.now() } as const
    await services.spendingCaps.set(ada.userId, 'api_calls', cap)

    expect(await wanting(101_000)).toBe('open')
    expect(await wanting(101_001)).toEqual({
      code: 'limit_reached',
      reason: 'cap',
      meter: 'api_calls',
      included: 100_000,
      used: 0,
      requiredPlan: null,
      currentPlan: 'pro',
      upgradeUrl: null,
      capUrl: 'https://app.test/usage#api_calls',
      resetsAt: expect.any(String),
    })
  })

  it('names plans by their names', async ({ world, tokenOf }) => {
    const token = await tokenOf()
    const { services } = world

    await expect(requirePlan(services, token, 'pro')).rejects.toThrow('This requires the Pro plan.')
    await expect(requirePermission(services, token, 'read:reports')).rejects.toThrow(
      'It’s included in the Pro plan.',
    )
    const calls = (used: number) => requireLimit(services, token, { meter: 'api_calls', used })
    await expect(calls(1_000)).rejects.toThrow(
      'That’s more than your plan includes. The Starter plan has room for it.',
    )
    await expect(requireLimit(services, token, { meter: 'gold' })).rejects.toThrow(
      'That’s more than your plan includes. No plan includes more.',
    )
  })

  it('leads nowhere when no plan opens it', async ({ world, tokenOf }) => {
    const token = await tokenOf()
    const { services } = world

    expect(await outcome(requireFeature(services, token, 'time-travel'))).toEqual({
      code: 'forbidden',
    })
    expect(await outcome(requirePlan(services, token, 'gold'))).toEqual({ code: 'forbidden' })
    expect(await outcome(requirePermission(services, token, 'read:tickets'))).toEqual({
      code: 'permission_required',
      permission: 'read:tickets',
      requiredPlan: null,
      currentPlan: 'free',
      upgradeUrl: null,
    })
  })

  it('opens to staff by the groups of their token, limits excepted', async ({ world, tokenOf }) => {
    const token = await tokenOf('support')
    const { services } = world

    expect(await outcome(requireFeature(services, token, 'audit-log'))).toBe('open')
    expect(await outcome(requirePlan(services, token, 'enterprise'))).toBe('open')
    expect(await outcome(requirePermission(services, token, 'read:tickets'))).toBe('open')
    expect(
      await outcome(requireLimit(services, token, { meter: 'api_calls', used: 1_000 })),
    ).toMatchObject({ code: 'limit_reached' })
  })

  it('sends a token back that is older than the last change, once the gate is open', async ({
    world,
    ada,
    tokenOf,
  }) => {
    const old = await tokenOf()
    world.engine.clock.advance({ minutes: 1 })
    await subscribe(world, ada)

    expect(await outcome(requirePlan(world.services, old, 'pro'))).toEqual({ code: 'token_stale' })
    expect(await outcome(requirePlan(world.services, old, 'enterprise'))).toMatchObject({
      code: 'plan_required',
    })
    expect(await outcome(requirePlan(world.services, await tokenOf(), 'pro'))).toBe('open')
  })

  it('asks two things of one read of the row', async ({ world, ada, tokenOf }) => {
    await subscribe(world, ada)
    const token = await tokenOf()
    world.resetCalls()

    await requireGate(world.services, token, (holder, plans) => {
      const gate = planGate('pro', holder, plans)
      return gate.kind === 'open' ? limitGate({ meter: 'sources', used: 3 }, holder, plans) : gate
    })

    expect(world.calls).toEqual(['accounts.get'])
  })
})
