import { describe, expect } from 'vitest'
import { ensureAccount } from '@/lib/sync/account'
import { subscribe } from '@/testing/shop'
import { test as base } from '@/testing/test'
import { usageOf } from '@/testing/usage'

const test = base
  .extend('usage', ({ world }) => usageOf(world))
  .extend('pro', async ({ world, ada }) => {
    await subscribe(world, ada)
    return ada
  })
  .extend('record', ({ usage, pro }) => {
    let sent = 0
    return async (meter: string, quantity: number, at?: string) => {
      const entry = { id: `id-${++sent}`, userId: pro.userId, meter, quantity, at }
      expect(await usage.outcomes(entry)).toEqual(['recorded'])
    }
  })

describe('a user’s usage', () => {
  test('is what was recorded in this period, of every meter', async ({
    world,
    usage,
    record,
    pro,
  }) => {
    await record('api_calls', 120_000)
    await record('backups', 4)
    await usage.reserve({ id: 'job', userId: pro.userId, meter: 'api_calls', quantity: 5 })

    const { body } = await usage.read(world.token(pro))

    expect(body).toMatchObject({
      period: { start: '2026-03-01T12:00:00.000Z', end: '2026-04-01T12:00:00.000Z' },
      meters: [
        {
          meter: 'api_calls',
          name: 'API calls',
          aggregation: 'sum',
          used: 120_000,
          reserved: 5,
          included: 100_000,
          overage: { cents: 0.1, currency: 'usd' },
          limit: null,
          remaining: null,
          updatedAt: '2026-03-01T12:00:00.000Z',
        },
        { meter: 'storage', used: 0, included: 100, updatedAt: null },
        { meter: 'backups', used: 4, included: 30, overage: null, limit: 30, remaining: 26 },
        { meter: 'sources', used: 0 },
      ],
    })
  })

  test('begins at zero in the next period, except for a value that stays', async ({
    world,
    usage,
    record,
    pro,
  }) => {
    await record('api_calls', 120_000)
    await record('storage', 40)
    world.engine.clock.advance({ days: 31 })

    const { body } = await usage.read(world.token(pro))

    expect(body).toMatchObject({
      period: { start: '2026-04-01T12:00:00.000Z' },
      meters: [
        { meter: 'api_calls', used: 0, remaining: null },
        { meter: 'storage', used: 40 },
        {},
        {},
      ],
    })
  })

  test('is the caller’s own', async ({ world, usage, record, bob }) => {
    await record('api_calls', 9)
    await ensureAccount(world.services, bob)

    const { body } = await usage.read(world.token(bob))

    expect(body).toMatchObject({ meters: [{ meter: 'api_calls', used: 0 }, {}, {}, {}] })
  })
})

describe('history', () => {
  test('lists days and hours in UTC, across periods, in one query', async ({
    world,
    usage,
    record,
    pro,
  }) => {
    await record('api_calls', 1, '2026-02-28T23:59:59.999Z')
    await record('api_calls', 2, '2026-03-01T00:00:00Z')
    await record('api_calls', 4, '2026-03-01T11:30:00Z')
    await record('api_calls', 8)
    world.engine.clock.advance({ days: 1 })
    await record('api_calls', 16)
    const token = world.token(pro)
    world.resetCalls()

    const days = await usage.read(token, '/history?meter=api_calls&from=2026-02-28T12:00:00Z')
    expect(world.calls.filter((name) => name.startsWith('usage'))).toEqual(['usageCounters.list'])
    expect(days.body).toEqual({
      meter: 'api_calls',
      aggregation: 'sum',
      step: 'day',
      points: [
        { start: '2026-02-28T00:00:00.000Z', quantity: 1 },
        { start: '2026-03-01T00:00:00.000Z', quantity: 14 },
        { start: '2026-03-02T00:00:00.000Z', quantity: 16 },
      ],
    })

    const hours = await usage.read(
      token,
      '/history?meter=api_calls&from=2026-03-01T00:00:00Z&to=2026-03-01T12:00:00Z&step=hour',
    )
    expect(hours.body.points).toEqual([
      { start: '2026-03-01T00:00:00.000Z', quantity: 2 },
      { start: '2026-03-01T11:00:00.000Z', quantity: 4 },
      { start: '2026-03-01T12:00:00.000Z', quantity: 8 },
    ])
  })

  test('of a value that stays has the last of each day', async ({ world, usage, record, pro }) => {
    await record('storage', 3)
    await record('storage', 9, '2026-03-01T12:02:00Z')
    await record('storage', 5, '2026-03-01T12:04:00Z')

    const { body } = await usage.read(
      world.token(pro),
      '/history?meter=storage&from=2026-03-01T00:00:00Z',
    )

    expect(body.points).toEqual([{ start: '2026-03-01T00:00:00.000Z', quantity: 5 }])
  })

  test('keeps hours for two days, however long a period is', async ({
    world,
    usage,
    record,
    pro,
  }) => {
    for (let hour = 0; hour < 80; hour++) {
      await record('api_calls', 1)
      world.engine.clock.advance({ hours: 1 })
    }

    const read = (step: string) =>
      usage.read(
        world.token(pro),
        `/history?meter=api_calls&from=2026-03-01T00:00:00Z&step=${step}`,
      )
    const hours = (await read('hour')).body.points as unknown[]
    const daily = (await read('day')).body.points as { quantity: number }[]

    expect(hours.length).toBeGreaterThanOrEqual(48)
    expect(hours.length).toBeLessThanOrEqual(73)
    expect(daily.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(80)
  })

  test.for([
    ['an unknown meter', 'meter=calls&from=2026-03-01T00:00:00Z', 404],
    ['no beginning', 'meter=api_calls', 400],
    ['an end before it', 'meter=api_calls&from=2026-03-02T12:00:00Z', 400],
    ['another step', 'meter=api_calls&from=2026-03-01T00:00:00Z&step=week', 400],
  ] as const)('of %s is refused', async ([, query, status], { world, usage, pro }) => {
    expect(await usage.read(world.token(pro), `/history?${query}`)).toMatchObject({ status })
  })
})

test('a cap is refused for a meter that isn’t there, and without an amount', async ({
  world,
  usage,
  pro,
}) => {
  const token = world.token(pro)

  expect(await usage.post(token, '/cap', { meter: 'calls', mode: 'off' })).toMatchObject({
    status: 404,
  })
  expect(await usage.post(token, '/cap', { meter: 'storage', mode: 'stop' })).toMatchObject({
    status: 400,
  })
  expect(
    await usage.post(token, '/cap', { meter: 'storage', mode: 'stop', cents: 0.5 }),
  ).toMatchObject({ status: 400 })
})
