import { describe, expect } from 'vitest'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { ensureAccount } from '@/lib/sync/account'
import { failing } from '@/testing/intercept'
import { subscribe } from '@/testing/shop'
import { test as base } from '@/testing/test'
import { usageOf } from '@/testing/usage'

const test = base
  .extend('usage', ({ world }) => usageOf(world))
  /** Ada, with an account on Free: 1,000 API calls a month, and no overage. */
  .extend('free', async ({ world, ada }) => {
    await ensureAccount(world.services, ada)
    return ada
  })
  /** Bob, on Pro: 100,000 API calls, then 0.1 ¢ each. */
  .extend('pro', async ({ world, bob }) => {
    await subscribe(world, bob)
    return bob
  })
  .extend('entry', ({ free }) => (id: string, changes: object = {}) => ({
    id,
    userId: free.userId,
    meter: 'api_calls',
    quantity: 1,
    ...changes,
  }))

const days = 86_400_000

describe('an entry', () => {
  test('is counted once, however often it is sent', async ({ usage, entry }) => {
    const first = await usage.record(entry('a', { quantity: 40 }))

    expect(first).toEqual({
      status: 200,
      body: {
        results: [
          {
            id: 'a',
            userId: 'sub-ada',
            outcome: 'recorded',
            used: 40,
            remaining: 960,
            resetsAt: '2026-04-01T12:00:00.000Z',
          },
        ],
      },
    })
    expect(await usage.record(entry('a', { quantity: 40 }))).toMatchObject({
      body: { results: [{ outcome: 'duplicate', used: 40, remaining: 960 }] },
    })
  })

  test('with a known id and other content is refused', async ({ usage, entry }) => {
    await usage.record(entry('a'))

    expect(await usage.outcomes(entry('a', { quantity: 2 }))).toEqual(['id_taken'])
    expect(await usage.outcomes(entry('a', { meter: 'storage' }))).toEqual(['id_taken'])
  })

  test('is a duplicate after the period in which it was counted, too', async ({
    world,
    usage,
    entry,
  }) => {
    await usage.record(entry('a'))
    world.engine.clock.advance({ days: 35 })

    expect(await usage.record(entry('a'))).toMatchObject({
      body: { results: [{ outcome: 'duplicate', used: 0 }] },
    })
  })

  test('of the past goes to its own period, and stays there', async ({ world, usage, entry }) => {
    await usage.record(entry('a', { quantity: 5 }))
    world.engine.clock.advance({ days: 32 })
    const at = new Date(world.now().getTime() - 2 * days).toISOString()

    expect(await usage.record(entry('late', { quantity: 3, at }))).toMatchObject({
      body: { results: [{ used: 8, resetsAt: '2026-04-01T12:00:00.000Z' }] },
    })
    expect(await usage.record(entry('now'))).toMatchObject({
      body: { results: [{ used: 1, resetsAt: '2026-05-01T12:00:00.000Z' }] },
    })
  })

  test.for([
    ['an unknown meter', { meter: 'calls' }, 'unknown_meter'],
    ['a meter of Object', { meter: 'constructor' }, 'unknown_meter'],
    ['nothing', { quantity: 0 }, 'invalid_quantity'],
    ['a negative quantity', { quantity: -1 }, 'invalid_quantity'],
    ['a fraction', { quantity: 0.5 }, 'invalid_quantity'],
    ['2^53', { quantity: 2 ** 53 }, 'invalid_quantity'],
    ['a user who isn’t there', { userId: 'sub-nobody' }, 'unknown_user'],
    ['the time 36 days ago', { at: '2026-01-24T12:00:00Z' }, 'invalid_time'],
    ['a time in 6 minutes', { at: '2026-03-01T12:06:00Z' }, 'invalid_time'],
    ['more than the limit', { quantity: 1_001 }, 'limit_reached'],
  ] as const)(
    'with %s is refused, and the others are counted',
    async ([, changes, code], { usage, entry }) => {
      const batch = [entry('a'), entry('bad', changes), entry('b')]

      expect(await usage.outcomes(batch)).toEqual(['recorded', code, 'recorded'])
      expect(await usage.outcomes(batch)).toEqual(['duplicate', code, 'duplicate'])
      expect(await usage.record(entry('c'))).toMatchObject({ body: { results: [{ used: 3 }] } })
    },
  )

  test.for([
    ['no id', { id: undefined }, 'id: Invalid input'],
    ['an id for no path', { id: '../x' }, 'id: Send an id of'],
    ['no user', { userId: undefined }, 'userId: Invalid input'],
    ['text as its quantity', { quantity: '1' }, 'quantity: Invalid input'],
    ['a field that no one reads', { amount: 1 }, 'Unrecognized key: "amount"'],
    ['a time without a zone', { at: '2026-03-01T12:00:00' }, 'at: Invalid ISO datetime'],
  ] as const)('with %s is a 400 that names it', async ([, changes, words], { usage, entry }) => {
    const one = await usage.record(entry('a', changes))
    expect(one).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_request', message: expect.stringContaining(words) } },
    })

    const many = await usage.record([entry('a'), entry('b', changes)])
    expect(many).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/^1/) } },
    })
    expect(await usage.outcomes(entry('a'))).toEqual(['recorded'])
  })
})

describe('a batch', () => {
  test('has up to 99 entries', async ({ usage, entry }) => {
    const entries = (many: number) => Array.from({ length: many }, (_, n) => entry(`id-${n}`))

    expect(await usage.record(entries(100))).toMatchObject({
      status: 400,
      body: { error: { message: 'Send at most 99 entries.' } },
    })
    expect(await usage.record([])).toMatchObject({
      status: 400,
      body: { error: { message: 'Send at least one entry.' } },
    })
    expect((await usage.outcomes(entries(99))).every((one) => one === 'recorded')).toBe(true)
  })

  test('that fits in part counts what fits, in its order', async ({ usage, entry }) => {
    const outcomes = await usage.outcomes([
      entry('a', { quantity: 600 }),
      entry('b', { quantity: 500 }),
      entry('c', { quantity: 300 }),
      entry('d', { quantity: 101 }),
      entry('e', { quantity: 100 }),
    ])

    expect(outcomes).toEqual(['recorded', 'limit_reached', 'recorded', 'limit_reached', 'recorded'])
  })

  test('with an id twice counts it once', async ({ usage, entry }) => {
    expect(await usage.outcomes([entry('a'), entry('a'), entry('a', { quantity: 2 })])).toEqual([
      'recorded',
      'duplicate',
      'id_taken',
    ])
  })

  test('of several users, meters and periods is written by counter', async ({
    world,
    usage,
    entry,
    pro,
  }) => {
    world.engine.clock.advance({ days: 32 })
    const at = new Date(world.now().getTime() - 5 * days).toISOString()
    world.resetCalls()

    const { body } = await usage.record([
      entry('a'),
      entry('b', { userId: pro.userId, quantity: 7 }),
      entry('c', { meter: 'storage' }),
      entry('a', { userId: pro.userId }),
      entry('d', { at }),
      entry('e'),
    ])

    expect(body.results?.map(({ outcome, used }) => [outcome, used])).toEqual([
      ['recorded', 2],
      ['recorded', 8],
      ['recorded', 1],
      ['recorded', 8],
      ['recorded', 1],
      ['recorded', 2],
    ])
    // Each counter is opened once: its first transaction finds none.
    expect(world.calls.filter((name) => name === 'usageRecords.add')).toHaveLength(8)
  })
})

describe('a limit', () => {
  test('is the plan’s, where no more is sold', async ({ usage, entry }) => {
    await usage.record(entry('a', { quantity: 1_000 }))

    expect(await usage.record(entry('b'))).toMatchObject({
      body: {
        results: [
          {
            outcome: 'refused',
            code: 'limit_reached',
            used: 1_000,
            remaining: 0,
            resetsAt: '2026-04-01T12:00:00.000Z',
          },
        ],
      },
    })
  })

  test('of a meter that a plan doesn’t include is zero', async ({ usage, entry }) => {
    expect(await usage.outcomes(entry('a', { meter: 'backups' }))).toEqual(['limit_reached'])
  })

  test('moves with the plan, and the count goes on', async ({ world, usage, entry, free }) => {
    await subscribe(world, free, { plan: 'starter' })
    await usage.record(entry('a', { quantity: 4, meter: 'backups' }))
    expect(await usage.outcomes(entry('b', { quantity: 5, meter: 'backups' }))).toEqual([
      'limit_reached',
    ])
  })

  test('isn’t one where more is sold, unless the user set a cap', async ({
    world,
    usage,
    entry,
    pro,
  }) => {
    const call = (id: string, quantity: number) => entry(id, { userId: pro.userId, quantity })
    expect(await usage.record(call('a', 150_000))).toMatchObject({
      body: { results: [{ outcome: 'recorded', used: 150_000, remaining: null }] },
    })

    const cap = { meter: 'api_calls', mode: 'stop', cents: 6_000 }
    expect(await usage.post(world.token(pro), '/cap', cap)).toMatchObject({
      status: 200,
      body: { cap: { mode: 'stop', cents: 6_000 } },
    })

    expect(await usage.record(call('b', 10_001))).toMatchObject({
      body: { results: [{ code: 'limit_reached', remaining: 10_000 }] },
    })
    expect(await usage.outcomes(call('c', 10_000))).toEqual(['recorded'])
    expect(await usage.outcomes(call('d', 1))).toEqual(['limit_reached'])

    await usage.post(world.token(pro), '/cap', { ...cap, mode: 'notify' })
    expect(await usage.outcomes(call('d', 1))).toEqual(['recorded'])
    await usage.post(world.token(pro), '/cap', { meter: 'api_calls', mode: 'off' })
    expect(await usage.read(world.token(pro))).toMatchObject({
      body: { meters: [{ meter: 'api_calls', cap: null, limit: null }, {}, {}, {}] },
    })
  })
})

describe('a service', () => {
  test('records only the meters that its key is for', async ({ world, entry }) => {
    const ai = usageOf(world, 'b'.repeat(32))

    expect(await ai.outcomes([entry('a'), entry('b', { meter: 'storage' })])).toEqual([
      'meter_not_allowed',
      'recorded',
    ])
  })

  test('is told in words that a user’s token records nothing', async ({ world, entry, free }) => {
    const own = usageOf(world, world.tokenIn(free, 'admins'))

    expect(await own.record(entry('a'))).toMatchObject({
      status: 401,
      body: { error: { message: expect.stringContaining('not record it') } },
    })
  })

  test('gets a 503 while the table is away, and the same batch then counts once', async ({
    world,
    usage,
    entry,
  }) => {
    await usage.record(entry('open'))
    world.intercept(failing('usageCounters.read'))
    expect(await usage.record([entry('a'), entry('b')])).toMatchObject({ status: 500 })
    world.resetCalls()

    expect(await usage.record([entry('a'), entry('b')])).toMatchObject({
      body: { results: [{ outcome: 'duplicate', used: 3 }, { outcome: 'duplicate' }] },
    })
  })

  test('is asked to send an entry again if its counter is too busy', async ({
    world,
    usage,
    entry,
  }) => {
    const { usageRecords } = world.services
    world.services.usageRecords = { ...usageRecords, add: async () => ({ kind: 'contended' }) }
    expect(await usageOf(world).outcomes([entry('a'), entry('b')])).toEqual(['busy', 'busy'])

    world.services.usageRecords = usageRecords
    expect(await usage.outcomes([entry('a'), entry('b')])).toEqual(['recorded', 'recorded'])
  })
})

describe('a meter that is recorded in a fraction of its unit', () => {
  test('stops where its whole units are used up', async ({ openWorld }) => {
    const world = await openWorld({ catalog: metered })
    const ada = world.addUser()
    await ensureAccount(world.services, ada)
    const usage = usageOf(world)
    const cost = (id: string, quantity: number) => ({
      id,
      userId: ada.userId,
      meter: 'credits',
      quantity,
    })

    // Free includes 50 credits: 250,000 micro-dollars of cost at a markup of 2, 1 ¢ each.
    expect(await usage.outcomes(cost('a', 249_999))).toEqual(['recorded'])
    expect(await usage.outcomes(cost('b', 2))).toEqual(['limit_reached'])
    expect(await usage.read(world.token(ada))).toMatchObject({
      body: { meters: [{ used: 49, included: 50, limit: 50, remaining: 0 }] },
    })
    expect(await usage.record(cost('c', 1))).toMatchObject({
      body: { results: [{ outcome: 'recorded', used: 250_000, remaining: 0 }] },
    })
    expect(await usage.read(world.token(ada))).toMatchObject({ body: { meters: [{ used: 50 }] } })
  })
})
