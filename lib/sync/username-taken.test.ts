import { describe, expect } from 'vitest'
import { silentLog } from '@/lib/log'
import { anyTrigger } from '@/testing/any-trigger'
import { deliverAll } from '@/testing/deliver'
import { buy, subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { ensureAccount } from './account'
import { leaseMs } from './intents'
import { reconcile } from './reconcile/reconcile'
import { sweep } from './sweep'
import { sync } from './sync'

const it = test
  .extend('free', ({ world, ada }) => async () => {
    await ensureAccount(world.services, ada)
    await sync(world.services, ada.userId, anyTrigger)
  })
  /** Deletes Ada in Cognito, and signs up another user with her username. */
  .extend('takeUsername', ({ world, ada }) => async () => {
    world.cognito.drop(ada.username)
    world.cognito.put({ userId: 'sub-mallory', username: ada.username, email: ada.email })
    await world.cognito.add(ada.username, 'free')
  })
  .extend(
    'messages',
    ({ world }) =>
      async () =>
        world.outbox.waiting(10),
  )

describe('a user who was deleted, and whose username another user has', () => {
  it('gives that user nothing of what they paid for', async ({
    world,
    ada,
    free,
    row,
    groups,
    takeUsername,
  }) => {
    await free()
    await buy(world, ada)
    await takeUsername()

    await deliverAll(world)

    expect(await groups()).toEqual(['free'])
    expect(await row()).toMatchObject({
      access: { plan: 'pro' },
      intents: {},
      move: null,
      userGoneAt: world.now(),
    })
  })

  it('takes nothing from that user when a subscription ends', async ({
    world,
    ada,
    row,
    groups,
    subscriptionId,
    takeUsername,
  }) => {
    await subscribe(world, ada)
    await takeUsername()
    await world.cognito.add(ada.username, 'pro')
    await world.stripe.subscriptions.cancel(subscriptionId())

    await sync(world.services, ada.userId, anyTrigger)

    expect(await groups()).toEqual(['free', 'pro'])
    expect(await row()).toMatchObject({ access: { plan: 'free' }, userGoneAt: world.now() })
  })

  it('is left alone by the sweeper, which ends the work of a crashed writer', async ({
    world,
    ada,
    row,
    groups,
    subscriptionId,
    takeUsername,
  }) => {
    await subscribe(world, ada)
    const before = await row()
    await world.accountWrites.putIntent(
      ada.userId,
      before.version,
      { id: 'crashed', at: world.now() },
      world.now(),
    )
    await takeUsername()
    await world.stripe.subscriptions.cancel(subscriptionId())
    world.engine.clock.advance({ seconds: leaseMs / 1_000 + 1 })

    await sweep(world.services)

    expect(await groups()).toEqual(['free'])
    expect((await row()).intents).toEqual({})
    expect((await row()).userGoneAt).toEqual(world.now())
  })

  it('is not repaired by reconcile, which tells staff', async ({
    world,
    ada,
    groups,
    takeUsername,
  }) => {
    await subscribe(world, ada)
    await takeUsername()

    const report = await reconcile(world.services, { dryRun: false })

    expect(await groups()).toEqual(['free'])
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        userId: ada.userId,
        outcome: 'staff',
        drifts: [expect.objectContaining({ kind: 'person_gone' })],
      }),
    )
  })

  it('is reported to staff once, by mail, log and audit, if they pay', async ({
    world,
    ada,
    free,
    messages,
    takeUsername,
    subscriptionId,
  }) => {
    await free()
    await buy(world, ada)
    await takeUsername()
    const lines: unknown[][] = []
    const log = { ...silentLog, error: (...line: unknown[]) => void lines.push(line) }

    await sync({ ...world.services, log }, ada.userId, anyTrigger)
    await sync({ ...world.services, log }, ada.userId, anyTrigger)

    const paid = { paidIds: subscriptionId() }
    expect(await messages()).toMatchObject([{ kind: 'user_gone', userId: ada.userId, data: paid }])
    expect(lines).toEqual([
      [{ userId: ada.userId, ...paid }, 'A paying user no longer exists in Cognito'],
    ])
    expect(world.audit.all()).toContainEqual(
      expect.objectContaining({
        what: 'groups',
        userId: ada.userId,
        reason: 'No groups were changed: the user was deleted.',
      }),
    )
  })

  it('is no matter for staff if they pay nothing', async ({
    world,
    ada,
    messages,
    subscriptionId,
    takeUsername,
  }) => {
    await subscribe(world, ada)
    await takeUsername()
    await world.stripe.subscriptions.cancel(subscriptionId())

    await sync(world.services, ada.userId, anyTrigger)

    expect(await messages()).toEqual([])
  })
})

describe('the mark of a user who is gone', () => {
  it('is taken off when Cognito has the user after all', async ({
    world,
    ada,
    row,
    groups,
    subscriptionId,
  }) => {
    await subscribe(world, ada)
    world.cognito.drop(ada.username)
    await world.stripe.subscriptions.cancel(subscriptionId())
    await sync(world.services, ada.userId, anyTrigger)
    expect((await row()).userGoneAt).not.toBeNull()
    world.cognito.put(ada)

    await buy(world, ada)
    await sync(world.services, ada.userId, anyTrigger)

    expect(await groups()).toEqual(['pro'])
    expect((await row()).userGoneAt).toBeNull()
  })
})

describe('a user who keeps their groups', () => {
  it('costs no question about who has the username', async ({ world, ada }) => {
    await subscribe(world, ada)
    world.resetCalls()

    await sync(world.services, ada.userId, anyTrigger)

    expect(world.calls.filter((call) => call.startsWith('people.'))).toEqual([])
  })
})
