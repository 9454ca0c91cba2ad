import { describe, expect } from 'vitest'
import { anyTrigger } from '@/testing/any-trigger'
import { crashing, failing, holding } from '@/testing/intercept'
import { buy, openSession, visa } from '@/testing/shop'
import { test } from '@/testing/test'
import { ensureAccount } from './account'
import { deadIntents, dueAt, leaseMs } from './intents'
import { sweep } from './sweep'
import { sync } from './sync'

const it = test
  /** Sweeps every minute for a while, as the cron job does. Stripe sends no events. */
  .extend('sweepUntil', ({ world, row }) => async (moment: string) => {
    while (world.now() < new Date(moment)) {
      const { dueAt } = await row()
      const next = Math.max(dueAt?.getTime() ?? Number.POSITIVE_INFINITY, world.now().getTime())
      const minute = Math.min(next + 60_000, Date.parse(moment))
      world.engine.clock.advanceTo(new Date(minute))
      await sweep(world.services)
    }
  })
  .extend('subscribed', ({ world, ada }) => async (body?: object) => {
    await buy(world, ada, body)
    await sync(world.services, ada.userId, anyTrigger)
    world.resetCalls()
  })
  /** Makes Ada's card be declined from now on. */
  .extend('failing4242', ({ world, row, subscriptionId }) => async () => {
    const { customerId } = await row()
    const bad = await world.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: customerId ?? '',
    })
    await world.stripe.subscriptions.update(subscriptionId(), { default_payment_method: bad.id })
  })
const retryingFor60Days = it.extend('options', {
  stripe: { settings: { dunning: { retryAfterDays: [60], finally: 'past_due' } } },
})
const retryingFor90Days = it.extend('options', {
  stripe: { settings: { dunning: { retryAfterDays: [90], finally: 'past_due' } } },
})
const withTrial = it.extend('options', { env: { TRIAL_DAYS: '14' } })

describe('the sweeper', () => {
  it('puts a user whose sign-up trigger crashed in the first group', async ({
    world,
    ada,
    row,
    groups,
  }) => {
    await ensureAccount(world.services, ada)

    expect(await sweep(world.services)).toEqual({ looked: 1, failed: 0, more: false })

    expect(await groups()).toEqual(['free'])
    expect((await row()).version).toBe(1)
  })

  it('continues after a row whose backend hangs', async ({ world, ada, bob, row }) => {
    await ensureAccount(world.services, ada)
    await ensureAccount(world.services, bob)
    const hanging = holding('groups.')
    world.intercept(hanging.intercept)

    expect(await sweep(world.services, 500, 50)).toEqual({ looked: 2, failed: 1, more: false })

    hanging.release()
    await expect.poll(async () => (await row()).intents).toEqual({})
    await expect.poll(async () => (await row(bob)).intents).toEqual({})
  })

  it('never checks a free user again after that', async ({ world, ada, row }) => {
    await ensureAccount(world.services, ada)
    await sweep(world.services)
    world.engine.clock.advance({ minutes: 2 })
    await sweep(world.services)
    world.engine.clock.advance({ days: 3_000 })
    world.resetCalls()

    expect(await sweep(world.services)).toEqual({ looked: 0, failed: 0, more: false })

    expect(world.calls).toEqual(['sweepQueue.due'])
    expect((await row()).dueAt).toBeNull()
  })

  withTrial(
    'ends a trial without an event',
    async ({ world, ada, row, groups, subscriptionId, sweepUntil }) => {
      await buy(world, ada)
      world.engine.customers.nextPaymentFails((await row()).customerId ?? '', true)
      await sync(world.services, ada.userId, anyTrigger)
      expect((await row()).access).toMatchObject({ status: 'trialing', plan: 'pro' })
      await world.stripe.subscriptions.update(subscriptionId(), { cancel_at_period_end: true })

      await sweepUntil('2026-03-15T12:10:00Z')

      expect(await groups()).toEqual(['free'])
      expect((await row()).access).toMatchObject({ status: 'canceled', plan: 'free' })
    },
  )

  it('finds a renewal without an event', async ({ row, groups, sweepUntil, subscribed }) => {
    await subscribed()

    await sweepUntil('2026-04-01T15:00:00Z')

    expect((await row()).access.currentPeriodEnd?.toISOString()).toBe('2026-05-01T12:00:00.000Z')
    expect(await groups()).toEqual(['pro'])
  })

  retryingFor60Days(
    'keeps access for 14 days of the first unpaid period, then ends it',
    async ({ row, groups, sweepUntil, subscribed, failing4242 }) => {
      await subscribed()
      await failing4242()

      await sweepUntil('2026-04-15T11:59:00Z')
      expect((await row()).access).toMatchObject({
        status: 'past_due',
        plan: 'pro',
        graceUntil: new Date('2026-04-15T12:00:00Z'),
      })
      expect(await groups()).toEqual(['pro'])

      await sweepUntil('2026-04-15T12:02:00Z')
      expect((await row()).access).toMatchObject({ status: 'past_due', plan: 'free' })
      expect(await groups()).toEqual(['free'])
    },
  )

  retryingFor90Days(
    'doesn’t start a new grace period when Stripe starts the next unpaid period',
    async ({ world, ada, row, groups, subscribed, failing4242 }) => {
      await subscribed()
      await failing4242()

      world.engine.clock.advanceTo(new Date('2026-05-02T00:00:00Z'))
      await sync(world.services, ada.userId, anyTrigger)

      const { facts, access } = await row()
      expect(facts.subscriptions).toMatchObject([
        { status: 'past_due', currentPeriodStart: new Date('2026-05-01T12:00:00Z') },
      ])
      expect(access).toMatchObject({ plan: 'free', graceUntil: new Date('2026-04-15T12:00:00Z') })
      expect(await groups()).toEqual(['free'])
    },
  )

  it('ends a canceled subscription on its day without an event', async ({
    world,
    ada,
    groups,
    subscriptionId,
    sweepUntil,
    subscribed,
  }) => {
    await subscribed()
    await world.stripe.subscriptions.update(subscriptionId(), { cancel_at_period_end: true })
    await sync(world.services, ada.userId, anyTrigger)

    await sweepUntil('2026-04-01T12:05:00Z')

    expect(await groups()).toEqual(['free'])
  })

  it('continues after a row that fails, and retries it later', async ({ world, ada, groups }) => {
    const bob = world.addUser('bob')
    await ensureAccount(world.services, ada)
    await ensureAccount(world.services, bob)
    world.intercept((name, send) => {
      const isFirst = world.calls.filter((call) => call === name).length === 1
      return name === 'groups.of' && isFirst ? Promise.reject(new Error('Throttled')) : send()
    })

    expect(await sweep(world.services)).toEqual({ looked: 2, failed: 1, more: false })
    const done = [await groups(ada), await groups(bob)].flat()
    expect(done).toEqual(['free'])

    world.resetCalls()
    world.engine.clock.advance({ minutes: 5 })
    await sweep(world.services)
    expect([await groups(ada), await groups(bob)]).toEqual([['free'], ['free']])
  })

  it('isn’t kept from other rows by any number of rows that fail', async ({ world, groups }) => {
    const failing = ['one', 'two', 'three'].map((name) => world.addUser(name))
    for (const person of failing) await ensureAccount(world.services, person)
    world.engine.clock.advance({ seconds: 1 })
    const bob = world.addUser('bob')
    await ensureAccount(world.services, bob)
    world.intercept((name, send) =>
      name === 'groups.of' ? Promise.reject(new Error('Throttled')) : send(),
    )

    expect(await sweep(world.services, 3)).toMatchObject({ failed: 3, more: true })
    world.resetCalls()
    expect(await sweep(world.services, 3)).toMatchObject({ looked: 1, failed: 0 })
    expect(await groups(bob)).toEqual(['free'])
  })

  it('checks an unreadable row once an hour, and the others as usual', async ({
    world,
    ada,
    groups,
  }) => {
    await ensureAccount(world.services, ada)
    world.accounts.spoil(ada.userId, 'version: expected number')
    world.engine.clock.advance({ seconds: 1 })
    const bob = world.addUser('bob')
    await ensureAccount(world.services, bob)

    expect(await sweep(world.services, 1)).toEqual({ looked: 1, failed: 1, more: true })
    expect(await sweep(world.services, 1)).toMatchObject({ failed: 0 })
    expect(await groups(bob)).toEqual(['free'])

    world.engine.clock.advance({ minutes: 59 })
    expect(await sweep(world.services)).toMatchObject({ failed: 0 })
    world.engine.clock.advance({ minutes: 2 })
    expect(await sweep(world.services)).toMatchObject({ failed: 1 })
  })

  it('audits what a crashed writer had moved, and makes older tokens stale', async ({
    world,
    ada,
    row,
    groups,
    subscriptionId,
    subscribed,
  }) => {
    await subscribed()
    const before = world.audit.all().length
    await world.stripe.subscriptions.cancel(subscriptionId())
    world.intercept(crashing(7, 'after'))
    await expect(sync(world.services, ada.userId, anyTrigger)).rejects.toThrow('died')
    world.resetCalls()
    expect(await groups(ada)).toEqual(['free'])
    world.engine.clock.advance({ seconds: leaseMs / 1000 })

    await sweep(world.services)

    const fresh = world.audit.all().slice(before)
    expect(fresh.filter(({ what }) => what === 'groups')).toMatchObject([
      { before: ['pro'], after: ['free'], cause: { kind: 'sweep' } },
    ])
    expect(await row()).toMatchObject({ move: null, accessChangedAt: world.now() })
  })

  it('leaves no more intents behind, however often it fails', async ({ world, ada, groups }) => {
    await ensureAccount(world.services, ada)
    world.intercept((name, send) =>
      name === 'groups.add' ? Promise.reject(new Error('No such group')) : send(),
    )
    for (let minute = 0; minute < 30; minute++) {
      await sweep(world.services)
      world.engine.clock.advance({ minutes: 6 })
    }

    const row = await world.accounts.get(ada.userId)
    expect(Object.keys(row?.intents ?? {})).toHaveLength(1)

    world.resetCalls()
    await sweep(world.services)
    expect(await groups(ada)).toEqual(['free'])
  })

  it('checks a limited number of rows, and says if there are more', async ({ world }) => {
    for (const name of ['ada', 'bob', 'eve'])
      await ensureAccount(world.services, world.addUser(name))

    expect(await sweep(world.services, 2)).toMatchObject({ looked: 2, more: true })
    expect(await sweep(world.services, 2)).toMatchObject({ looked: 1, more: false })
  })

  it('throws if it can’t list the due rows', async ({ world }) => {
    world.intercept(failing('sweepQueue.due'))

    await expect(sweep(world.services)).rejects.toThrow()
  })

  it('may run twice at once', async ({ world, ada, row, groups }) => {
    world.engine.checkout.pay(await openSession(world, ada), visa)
    // After the save with the intent, before the groups move.
    world.intercept(crashing(6, 'before'))
    await expect(sync(world.services, ada.userId, anyTrigger)).rejects.toThrow()
    expect(Object.keys((await row()).intents)).toHaveLength(1)
    world.resetCalls()
    world.engine.clock.advance({ seconds: leaseMs / 1000 })

    await Promise.all([sweep(world.services), sweep(world.services)])

    expect(await groups()).toEqual(['pro'])
    await sweep(world.services)
    expect((await row()).intents).toEqual({})
  })
})

describe('when a row is due', () => {
  const now = new Date('2026-03-01T12:00:00Z')
  const later = (ms: number) => new Date(now.getTime() + ms)

  it('is never if time changes nothing and no writer is active', () => {
    expect(dueAt(null, {})).toBeNull()
  })

  it('is the earliest of the next change and the end of each lease', () => {
    expect(dueAt(later(5), {})).toEqual(later(5))
    expect(dueAt(null, { one: now, two: later(9) })).toEqual(later(leaseMs))
    expect(dueAt(later(5), { one: now })).toEqual(later(5))
  })

  it('presumes a writer crashed when its lease ends, to the millisecond', () => {
    expect(deadIntents({ one: now }, later(leaseMs - 1))).toEqual([])
    expect(deadIntents({ one: now, two: later(1) }, later(leaseMs))).toEqual(['one'])
  })
})
