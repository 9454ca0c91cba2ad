import { describe, expect } from 'vitest'
import { createLog } from '@/lib/log'
import { holding } from '@/testing/intercept'
import { subscribe } from '@/testing/shop'
import { simulatedTime } from '@/testing/simulated-time'
import { test } from '@/testing/test'
import { cronReconcile } from './reconcile'

const it = test.extend(
  'ask',
  ({ world }) =>
    (authorization?: string, services = world.services, query = '') =>
      cronReconcile(
        services,
        simulatedTime(),
      )(
        new Request(`https://app.test/api/cron/reconcile${query}`, {
          method: 'POST',
          headers: { ...(authorization && { authorization }) },
        }),
      ),
)
it.beforeEach(async ({ world, ada }) => {
  await subscribe(world, ada)
  await world.cognito.remove(ada.username, 'pro')
  world.resetCalls()
})

const secret = 'Bearer a-secret-for-the-cron-job'

describe('/api/cron/reconcile', () => {
  it('repairs for a caller with the secret, and says what it did', async ({ world, ada, ask }) => {
    const response = await ask(secret)

    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      finished: true,
      dryRun: false,
      found: 1,
      findings: [{ userId: ada.userId, outcome: 'repaired', drifts: [{ kind: 'group_missing' }] }],
    })
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
  })

  it.for([undefined, 'Bearer wrong', 'Bearer undefined', 'a-secret-for-the-cron-job'])(
    'refuses %j without a call',
    async (authorization, { world, ask }) => {
      expect((await ask(authorization)).status).toBe(401)
      expect(world.calls).toEqual([])
    },
  )

  it('stops when its time is up, and the next call continues', async ({ world, ada, ask }) => {
    let calls = 0
    // Each look at the clock takes ten seconds of it.
    const wallClock = () => new Date(world.now().getTime() + 10_000 * calls++)
    const slow = { ...world.services, wallClock }

    const first = await (await ask(secret, slow)).json()
    expect(first).toMatchObject({ finished: false, found: 0 })
    expect(await world.cognito.of(ada.username)).toEqual([])

    const second = await (await ask(secret)).json()
    expect(second).toMatchObject({ runId: first.runId, finished: true, found: 1 })
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
  })

  it('answers 409 while another call is running, and leaves the work to that one', async ({
    world,
    ask,
  }) => {
    const held = holding('accounts.list')
    world.intercept(held.intercept)
    const first = ask(secret)
    await held.reached

    const second = await ask(secret)
    held.release()

    expect(second.status).toBe(409)
    expect(await second.json()).toMatchObject({
      error: { code: 'conflict', message: expect.stringContaining('started at') },
    })
    expect(await (await first).json()).toMatchObject({ finished: true, found: 1 })
  })

  it('lists every user when asked to, and takes no other parameter', async ({ world, ask }) => {
    expect((await ask(secret, world.services, '?everybody')).status).toBe(200)
    expect(world.calls.filter((call) => call === 'people.list')).toHaveLength(2)
    world.resetCalls()

    for (const query of ['?everybody=no', '?allow-loss', '?dryRun=true']) {
      expect((await ask(secret, world.services, query)).status).toBe(400)
    }
    expect(world.calls).toEqual([])
  })

  it('takes a plan from no more than a few, and says so to the log', async ({
    world,
    ada,
    ask,
  }) => {
    for (const name of ['bob', 'cy', 'dee']) await subscribe(world, world.addUser(name))
    for (const { id } of world.engine.store.subscriptions.all()) {
      await world.stripe.subscriptions.cancel(id)
    }
    const lines: string[] = []
    const log = createLog('error', { write: (line: string) => lines.push(line) })

    const answer = await (await ask(secret, { ...world.services, log })).json()

    expect(answer).toMatchObject({ finished: true, found: 4, held: 4, brake: { isOn: true } })
    expect(lines.join()).toContain('Reconcile held back')
    expect((await world.accounts.get(ada.userId))?.access.plan).toBe('pro')
  })

  it('logs a drift once, however many calls the rest takes', async ({ world, ask }) => {
    const bob = world.addUser('bob')
    await subscribe(world, bob)
    await world.cognito.remove(bob.username, 'pro')
    const lines: string[] = []
    const log = createLog('warn', { write: (line: string) => lines.push(line) })
    let isLate = false
    // The time is up as soon as the first of the two has been repaired.
    const wallClock = () => new Date(world.now().getTime() + (isLate ? 60_000 : 0))
    const groups = {
      ...world.services.groups,
      async add(username: string, group: string) {
        await world.services.groups.add(username, group)
        isLate = true
      },
    }

    const first = await (await ask(secret, { ...world.services, log, wallClock, groups })).json()
    const second = await (await ask(secret, { ...world.services, log })).json()

    expect([first.finished, first.found]).toEqual([false, 1])
    expect([second.finished, second.found]).toEqual([true, 2])
    const found = lines.filter((line) => line.includes('Reconcile found drift'))
    expect(found).toHaveLength(2)
    expect(new Set(found.map((line) => JSON.parse(line).userId)).size).toBe(2)
  })
})
