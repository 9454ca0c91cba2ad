import { describe, expect } from 'vitest'
import type { Person } from '@/lib/identity/people'
import { deliverAll } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { apiRequest, subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { entitlements } from './entitlements'

const it = test
  .extend(
    'ask',
    ({ world, ada }) =>
      (as: Person = ada) =>
        entitlements(world.services)(apiRequest(world, '/api/entitlements', { as })),
  )
  /** Ada's subscription is paid, and ends with its first month. */
  .extend('ending', ({ world, ada }) => async () => {
    await subscribe(world, ada)
    const [subscription] = world.engine.store.subscriptions.all()
    await world.stripe.subscriptions.update(subscription?.id ?? '', { cancel_at_period_end: true })
    await deliverAll(world)
  })

describe('GET /api/entitlements', () => {
  it('gives a new user the free plan and its group', async ({ world, ada, ask }) => {
    const response = await ask()

    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(await response.json()).toMatchObject({
      userId: ada.userId,
      status: 'none',
      plan: 'free',
      groups: ['free'],
      features: ['api-access'],
      currentPeriodEnd: null,
      sources: [{ kind: 'default', counts: true }],
      version: 1,
    })
    expect(await world.cognito.of(ada.username)).toEqual(['free'])
  })

  it('has every field of the contract', async ({ ask }) => {
    expect(Object.keys((await (await ask()).json()) as object).sort()).toEqual(
      [
        'userId',
        'status',
        'plan',
        'groups',
        'features',
        'permissions',
        'limits',
        'usage',
        'currentPeriodEnd',
        'trialExpiresAt',
        'cancelAt',
        'graceUntil',
        'invoiceDueAt',
        'bankPayment',
        'sources',
        'staff',
        'featuresVersion',
        'version',
        'updatedAt',
      ].sort(),
    )
  })

  it('says what a user bought, with times in ISO 8601', async ({ world, ada, ask }) => {
    await subscribe(world, ada)

    expect(await (await ask()).json()).toMatchObject({
      status: 'active',
      plan: 'pro',
      groups: ['pro'],
      limits: { api_calls: { included: 100_000, overageCents: 0.1 } },
      currentPeriodEnd: '2026-04-01T12:00:00.000Z',
      updatedAt: '2026-03-01T12:00:00.000Z',
    })
  })

  it('counts in the staff groups of the token, and in no other the groups it claims', async ({
    world,
    ada,
  }) => {
    const of = async (...groups: string[]) => {
      const token = world.token(ada, { 'cognito:groups': groups })
      return (await entitlements(world.services)(
        apiRequest(world, '/api/entitlements', { token }),
      ).then((response) => response.json())) as Record<string, unknown>
    }

    expect(await of('support')).toMatchObject({
      staff: 'support',
      plan: 'free',
      features: expect.arrayContaining(['api-access', 'audit-log']),
    })
    expect(await of('enterprise', 'pro')).toMatchObject({
      staff: null,
      plan: 'free',
      features: ['api-access'],
    })
  })

  it('names what is included by a version that changes with the plan, and only then', async ({
    world,
    ada,
    ask,
  }) => {
    const version = async () =>
      ((await (await ask()).json()) as { featuresVersion: string }).featuresVersion
    const free = await version()
    expect(await version()).toBe(free)

    await subscribe(world, ada)

    expect(await version()).not.toBe(free)
  })

  it('is answered from the row and the counters, and nothing is asked of Stripe or Cognito', async ({
    world,
    ask,
  }) => {
    await ask()
    world.resetCalls()

    await ask()

    // A value that stays goes on from the counter before. There are three such meters.
    const reads = ['accounts.get', 'usageCounters.read', ...Array(3).fill('usageCounters.latest')]
    expect(world.calls).toEqual(reads)
  })

  it('notices on the second that time ended something, and moves the groups', async ({
    world,
    ada,
    ask,
    ending,
  }) => {
    await ending()
    world.engine.clock.advanceTo(new Date('2026-04-01T12:00:00Z'))

    expect(await (await ask()).json()).toMatchObject({ status: 'canceled', plan: 'free' })
    expect(await world.cognito.of(ada.username)).toEqual(['free'])
  })

  it('opens nothing during an outage: what ended is over, though Stripe can not be asked', async ({
    world,
    ask,
    ending,
  }) => {
    await ending()
    world.engine.clock.advanceTo(new Date('2026-04-01T12:00:00Z'))
    world.intercept(failing('stripe'))

    const response = await ask()

    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ plan: 'free' })
  })

  it('keeps what is paid during an outage', async ({ world, ada, ask }) => {
    await subscribe(world, ada)
    world.intercept(failing('stripe'))

    expect(await (await ask()).json()).toMatchObject({ plan: 'pro' })
  })

  it('makes no row for a user whom Cognito has deleted, however valid their token', async ({
    world,
    ada,
    ask,
  }) => {
    world.cognito.drop(ada.username)

    expect((await ask()).status).toBe(401)
    expect(await world.accounts.get(ada.userId)).toBeNull()
  })

  it('makes no row for a token with the username of another user', async ({ world, ada, ask }) => {
    const eve = { ...world.addUser('eve'), username: ada.username }

    expect((await ask(eve)).status).toBe(401)
    expect(await world.accounts.get(eve.userId)).toBeNull()
    expect(await world.accounts.get(ada.userId)).toBeNull()
  })
})
