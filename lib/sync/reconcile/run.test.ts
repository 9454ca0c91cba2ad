import { describe, expect, vi } from 'vitest'
import { ensureAccount } from '@/lib/sync/account'
import { sync } from '@/lib/sync/sync'
import { anyTrigger } from '@/testing/any-trigger'
import { holding } from '@/testing/intercept'
import { subscribe } from '@/testing/shop'
import { simulatedTime } from '@/testing/simulated-time'
import { test } from '@/testing/test'
import { type ReconcileOptions, reconcile } from './reconcile'
import { partialListingMs, resumableMs, runLeaseMs } from './run'

const it = test
  .extend(
    'run',
    ({ world }) =>
      (options: Partial<ReconcileOptions> = {}) =>
        reconcile(world.services, { dryRun: false, timing: simulatedTime(), ...options }),
  )
  .extend(
    'stoppedAmongLists',
    ({ world, run }) =>
      () =>
        run({ stop: () => world.calls.includes('accounts.list') }),
  )
  /** Stops after the first of two repairs. */
  .extend('stoppedAmongSuspects', ({ world, ada, bob, run }) => async () => {
    await world.cognito.remove(ada.username, 'pro')
    await world.cognito.remove(bob.username, 'free')
    return run({ stop: () => world.calls.includes('audit.append') })
  })
  .extend(
    'pass',
    ({ world }) =>
      (ms: number) =>
        world.engine.clock.advance({ seconds: ms / 1000 }),
  )
it.beforeEach(async ({ world, ada, bob }) => {
  await subscribe(world, ada)
  await ensureAccount(world.services, bob)
  await sync(world.services, bob.userId, anyTrigger)
  world.resetCalls()
})

describe('when an earlier run was stopped', () => {
  it('says that it resumes, and when the listing began', async ({
    run,
    stoppedAmongSuspects,
    pass,
  }) => {
    const stopped = await stoppedAmongSuspects()
    pass(resumableMs - 1_000)
    const begun: unknown[] = []

    const report = await run({ onBegin: (each) => begun.push(each.resumed) })

    expect([stopped.resumed, report.resumed, begun]).toEqual([false, true, [true]])
    expect(report).toMatchObject({ runId: stopped.runId, startedAt: stopped.startedAt })
  })

  it.for(['', '{}', '[{"customerId":7}]'])(
    'walks through a list once more of which a note says %j',
    async (note, { world, run, stoppedAmongSuspects }) => {
      const { runId } = await stoppedAmongSuspects()
      for (const walk of ['customers', 'suspects']) {
        await world.checkpoints.note({ runId, walk, number: 0 }, note)
      }

      const report = await run()

      expect(report).toMatchObject({ runId, finished: true, listed: { customers: 1 } })
      expect((await run({ dryRun: true })).findings).toEqual([])
    },
  )

  it('ignores a lease until the year 2099', async ({ world, run, stoppedAmongSuspects }) => {
    await stoppedAmongSuspects()
    const found = await world.checkpoints.load()
    if (!found) throw new Error('There is no checkpoint')
    const heldUntil = new Date('2099-01-01T00:00:00Z')
    await world.checkpoints.save({ ...found, heldUntil }, found.holder)

    expect(await run()).toMatchObject({ finished: true })
  })

  it('starts over if that was too long ago', async ({ run, stoppedAmongSuspects, pass }) => {
    const stopped = await stoppedAmongSuspects()
    pass(resumableMs)

    expect((await run()).runId).not.toBe(stopped.runId)
  })

  it('resumes an incomplete listing only for some minutes, and then starts over', async ({
    world,
    run,
    stoppedAmongLists,
    pass,
  }) => {
    const stopped = await stoppedAmongLists()
    pass(partialListingMs - 1_000)
    const second = await stoppedAmongLists()
    expect([second.finished, second.runId]).toEqual([false, stopped.runId])
    pass(partialListingMs)
    world.resetCalls()

    const report = await run()

    expect([report.resumed, report.finished]).toEqual([false, true])
    expect(world.calls).toContain('accounts.list')
  })

  it('finds changes since the first half was listed', async ({
    world,
    bob,
    run,
    stoppedAmongLists,
    pass,
  }) => {
    await stoppedAmongLists()
    expect((await world.checkpoints.load())?.walks.table).toMatchObject({ done: true })
    pass(partialListingMs)
    world.accounts.drop(bob.userId)

    expect((await run()).findings).toMatchObject([{ userId: bob.userId, outcome: 'repaired' }])
  })

  it('starts over on request, and deletes the old run', async ({
    world,
    bob,
    run,
    stoppedAmongSuspects,
  }) => {
    const stopped = await stoppedAmongSuspects()

    const report = await run({ fresh: true })

    expect(report).toMatchObject({ resumed: false, findings: [{ userId: bob.userId }] })
    expect(report.runId).not.toBe(stopped.runId)
    expect(await world.checkpoints.load()).toBeNull()
  })
})

describe('while another one is running', () => {
  it('refuses, says since when, and keeps the other run’s checkpoint', async ({
    world,
    ada,
    run,
  }) => {
    await world.cognito.remove(ada.username, 'pro')
    const held = holding('people.find')
    world.intercept(held.intercept)
    const first = run()
    await held.reached
    world.engine.clock.advance({ minutes: 1 })
    const noted = await world.checkpoints.load()

    await expect(run()).rejects.toThrow('started at 2026-03-01T12:00:00.000Z')
    await expect(run({ fresh: true })).rejects.toMatchObject({ code: 'conflict' })
    expect(await world.checkpoints.load()).toEqual(noted)

    held.release()
    expect((await first).findings).toMatchObject([{ outcome: 'repaired' }])
    expect(await run()).toMatchObject({ findings: [] })
  })

  it('still allows a dry run', async ({ world, run }) => {
    const held = holding('accounts.list')
    world.intercept(held.intercept)
    const first = run()
    await held.reached

    expect(await run({ dryRun: true })).toMatchObject({ finished: true, findings: [] })
    held.release()
    await first
  })

  it('takes over from one that crashed, which can’t save any more', async ({
    world,
    ada,
    bob,
    run,
  }) => {
    await world.cognito.remove(ada.username, 'pro')
    await world.cognito.remove(bob.username, 'free')
    const held = holding('people.find')
    world.intercept(held.intercept)
    const first = run()
    await held.reached
    world.engine.clock.advance({ seconds: runLeaseMs / 1000 })
    world.intercept((_, send) => send())

    const second = run({ stop: () => world.calls.includes('audit.append') })
    expect(await second).toMatchObject({ finished: false, findings: [{ outcome: 'repaired' }] })
    const noted = await world.checkpoints.load()

    held.release()
    await expect(first).rejects.toMatchObject({ code: 'conflict' })
    expect(await world.checkpoints.load()).toEqual(noted)
  })

  it('lets one of two run that start at the same moment', async ({ run }) => {
    const ends = await Promise.allSettled([run(), run(), run()])

    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
  })

  it('renews its lease as long as it runs, however slow its lists are', async ({ world, run }) => {
    const held = holding('groups.members')
    const pages = { count: 0 }
    const slow: typeof world.services.people = {
      ...world.services.people,
      async list(who, after) {
        if (who === 'all') return world.services.people.list(who, after)
        world.engine.clock.advance({ seconds: runLeaseMs / 2_000 })
        return { items: [], next: ++pages.count < 10 ? String(pages.count) : null }
      },
    }
    world.intercept(held.intercept)
    const first = reconcile(
      { ...world.services, people: slow },
      { dryRun: false, timing: simulatedTime() },
    )
    await held.reached
    await vi.waitFor(() => expect(pages.count).toBe(10))

    await expect(run()).rejects.toMatchObject({ code: 'conflict' })

    held.release()
    expect(await first).toMatchObject({ finished: true })
  })
})

it('finds its place in a list again after the customer at its cursor was deleted', async ({
  world,
}) => {
  for (let made = 0; made < 220; made++) await world.stripe.customers.create({})
  let pages = 0
  const listings: typeof world.services.listings = {
    ...world.services.listings,
    async customers(after) {
      // The last customer of the second page is deleted before the third page is listed, and then
      // the last one of the first page, too.
      if (after !== null && [1, 2].includes(pages++)) world.engine.customers.delete(after)
      return world.services.listings.customers(after)
    },
  }

  const report = await reconcile(
    { ...world.services, listings },
    { dryRun: false, timing: simulatedTime() },
  )

  expect(report).toMatchObject({ finished: true, findings: [] })
  expect(pages).toBeGreaterThan(3)
  expect(report.listed.customers).toBe(221)
})

it('finds a user in no group although Cognito’s count lags, if the whole pool is listed', async ({
  world,
}) => {
  world.addUser('eve')
  const people = { ...world.services.people, count: async () => 2 }
  const compare = (everybody: boolean) =>
    reconcile({ ...world.services, people }, { dryRun: false, everybody, timing: simulatedTime() })

  expect((await compare(false)).findings).toEqual([])
  expect((await compare(true)).findings).toMatchObject([
    { userId: 'sub-eve', outcome: 'repaired', drifts: [{ kind: 'row_missing' }] },
  ])
  expect(await world.cognito.of('sub-eve')).toEqual(['free'])
})

it('lists the whole pool on request, even if a run that didn’t could be resumed', async ({
  world,
  run,
}) => {
  const stop = () => world.calls.includes('accounts.list')
  const stopped = await run({ stop })

  const whole = await run({ everybody: true, stop: () => world.calls.includes('people.list') })
  expect(whole.runId).not.toBe(stopped.runId)
  // A run that doesn't request the whole pool resumes it, too.
  world.resetCalls()
  expect(await run()).toMatchObject({ runId: whole.runId, finished: true })
  expect(world.calls).not.toContain('people.count')
})
