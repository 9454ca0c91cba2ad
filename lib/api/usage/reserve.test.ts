import { describe, expect } from 'vitest'
import { cronSweep } from '@/lib/api/cron/sweep'
import { ensureAccount } from '@/lib/sync/account'
import { test as base } from '@/testing/test'
import { usageOf } from '@/testing/usage'

const test = base
  .extend('usage', ({ world }) => usageOf(world))
  /** On Free: 1,000 API calls a month, and no overage. */
  .extend('hold', async ({ world, ada }) => {
    await ensureAccount(world.services, ada)
    return (id: string, quantity: number, changes: object = {}) => ({
      id,
      userId: ada.userId,
      meter: 'api_calls',
      quantity,
      expiresInSeconds: 60,
      ...changes,
    })
  })
  .extend('sweep', ({ world }) => async () => {
    const request = new Request('https://app.test/api/cron/sweep', {
      method: 'POST',
      headers: { authorization: 'Bearer a-secret-for-the-cron-job' },
    })
    return (await cronSweep(world.services)(request)).json()
  })

const result = (body: object) => ({ status: 200, body: expect.objectContaining(body) })

describe('a reservation', () => {
  test('holds part of the limit, and is replaced by what was used', async ({
    usage,
    hold,
    ada,
  }) => {
    const { userId } = ada
    expect(await usage.reserve(hold('job', 900))).toEqual({
      status: 200,
      body: {
        id: 'job',
        outcome: 'held',
        expiresAt: '2026-03-01T12:01:00.000Z',
        used: 0,
        remaining: 100,
        resetsAt: '2026-04-01T12:00:00.000Z',
      },
    })
    const { expiresInSeconds: _, ...call } = hold('call', 101)
    expect(await usage.outcomes(call)).toEqual(['limit_reached'])

    expect(await usage.commit('job', { userId, quantity: 412 })).toEqual(
      result({ id: 'job', outcome: 'recorded', used: 412, remaining: 588 }),
    )
    expect(await usage.outcomes(call)).toEqual(['recorded'])
  })

  test('can be made, committed and released twice, and counts once', async ({
    usage,
    hold,
    ada: { userId },
  }) => {
    await usage.reserve(hold('job', 10))
    expect(await usage.reserve(hold('job', 10))).toEqual(result({ outcome: 'duplicate' }))
    expect(await usage.reserve(hold('job', 11))).toEqual(result({ code: 'id_taken' }))

    await usage.commit('job', { userId, quantity: 7 })
    expect(await usage.commit('job', { userId, quantity: 7 })).toEqual(
      result({ outcome: 'duplicate', used: 7 }),
    )
    expect(await usage.reserve(hold('job', 10))).toEqual(result({ outcome: 'duplicate' }))

    await usage.reserve(hold('other', 10))
    expect(await usage.release('other', { userId })).toEqual(result({ outcome: 'released' }))
    expect(await usage.release('other', { userId })).toEqual(
      result({ outcome: 'duplicate', used: 7, remaining: 993 }),
    )
  })

  test('that is settled can’t be settled otherwise', async ({ usage, hold, ada: { userId } }) => {
    await usage.reserve(hold('used', 10))
    await usage.commit('used', { userId, quantity: 7 })
    await usage.reserve(hold('free', 10))
    await usage.release('free', { userId })

    const conflict = { status: 409, body: { error: expect.objectContaining({ code: 'conflict' }) } }
    expect(await usage.commit('used', { userId, quantity: 8 })).toEqual(conflict)
    expect(await usage.release('used', { userId })).toEqual(conflict)
    expect(await usage.commit('free', { userId, quantity: 8 })).toEqual(conflict)
  })

  test('counts more than it held only below the limit, and is kept otherwise', async ({
    usage,
    hold,
    ada: { userId },
  }) => {
    await usage.reserve(hold('job', 900))

    expect(await usage.commit('job', { userId, quantity: 1_001 })).toEqual(
      result({ outcome: 'refused', code: 'limit_reached', used: 0, remaining: 100 }),
    )
    expect(await usage.commit('job', { userId, quantity: 1_000 })).toEqual(
      result({ outcome: 'recorded', used: 1_000, remaining: 0 }),
    )
  })

  test('is freed by the sweeper after its end, and then counts if it fits', async ({
    world,
    usage,
    hold,
    sweep,
    ada: { userId },
  }) => {
    await usage.reserve(hold('job', 900))
    await usage.reserve(hold('late', 50))
    world.engine.clock.advance({ seconds: 59 })
    expect(await sweep()).toMatchObject({ reservationsFreed: 0 })
    world.engine.clock.advance({ seconds: 1 })

    expect(await sweep()).toMatchObject({ reservationsFreed: 2 })
    expect(await sweep()).toMatchObject({ reservationsFreed: 0 })

    const { expiresInSeconds: _, ...call } = hold('call', 960)
    expect(await usage.record(call)).toMatchObject({ body: { results: [{ remaining: 40 }] } })
    expect(await usage.commit('late', { userId, quantity: 41 })).toEqual(
      result({ code: 'limit_reached' }),
    )
    expect(await usage.commit('late', { userId, quantity: 40 })).toEqual(
      result({ outcome: 'recorded', used: 1_000 }),
    )
    expect(await usage.release('job', { userId })).toEqual(result({ outcome: 'duplicate' }))
  })

  test('counts in the period in which it was made', async ({ world, usage, hold, ada }) => {
    const { userId } = ada
    world.engine.clock.advance({ days: 30, hours: 23 })
    await usage.reserve(hold('job', 10, { expiresInSeconds: 7_200 }))
    world.engine.clock.advance({ hours: 1 })

    expect(await usage.commit('job', { userId, quantity: 4 })).toEqual(
      result({ used: 4, resetsAt: '2026-04-01T12:00:00.000Z' }),
    )
    const { body } = await usage.read(world.token(ada))
    expect(body).toMatchObject({
      meters: [{ used: 0, resetsAt: '2026-05-01T12:00:00.000Z' }, {}, {}, {}],
    })
  })

  test.for([
    ['a value that replaces another', { meter: 'storage' }, 'not_reservable'],
    ['more than the limit', { quantity: 1_001 }, 'limit_reached'],
    ['an unknown meter', { meter: 'calls' }, 'unknown_meter'],
    ['a user who isn’t there', { userId: 'sub-nobody' }, 'unknown_user'],
    ['nothing', { quantity: 0 }, 'invalid_quantity'],
  ] as const)('of %s is refused', async ([, changes, code], { usage, hold }) => {
    expect(await usage.reserve(hold('job', 10, changes))).toEqual(
      result({ outcome: 'refused', code }),
    )
  })

  test('is found by its own user’s id, and by a key for its meter', async ({
    world,
    usage,
    hold,
    bob,
    ada: { userId },
  }) => {
    await usage.reserve(hold('job', 10))
    await usage.record({ id: 'call', userId, meter: 'api_calls', quantity: 1 })
    const notFound = {
      status: 404,
      body: { error: expect.objectContaining({ code: 'not_found' }) },
    }

    expect(await usage.commit('job', { userId: bob.userId, quantity: 1 })).toEqual(notFound)
    expect(await usage.commit('call', { userId, quantity: 1 })).toEqual(notFound)
    expect(await usage.release('unheard', { userId })).toEqual(notFound)
    const ai = usageOf(world, 'b'.repeat(32))
    expect(await ai.commit('job', { userId, quantity: 1 })).toEqual(notFound)
  })
})
