import { describe, expect } from 'vitest'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Person } from '@/lib/identity/people'
import { ensureAccount } from '@/lib/sync/account'
import { leaseMs } from '@/lib/sync/intents'
import { sync } from '@/lib/sync/sync'
import { anyTrigger } from '@/testing/any-trigger'
import { deliver, deliverAll, eventFeed } from '@/testing/deliver'
import { crashing, holding } from '@/testing/intercept'
import { buy, subscribe } from '@/testing/shop'
import { simulatedTime } from '@/testing/simulated-time'
import { test } from '@/testing/test'
import type { World } from '@/testing/world'
import { type ReconcileOptions, reconcile } from './reconcile'
import { runLeaseMs } from './run'

const it = test
  .extend(
    'run',
    ({ world }) =>
      (options: Partial<ReconcileOptions> = {}) =>
        reconcile(world.services, { dryRun: false, timing: simulatedTime(), ...options }),
  )
  .extend(
    'priceOf',
    ({ world }) =>
      async (lookupKey: string) =>
        (await world.stripe.prices.list({ lookup_keys: [lookupKey] })).data[0]?.id ?? '',
  )
  /** A user who pays nothing, as after sign-up. */
  .extend('free', ({ world }) => async (person: Person) => {
    await ensureAccount(world.services, person)
    await sync(world.services, person.userId, anyTrigger)
  })
  .extend('scene', ({ world, ada, bob, row, subscriptionId, priceOf, free }) => ({
    world,
    ada,
    bob,
    row,
    subscriptionId,
    priceOf,
    free,
  }))
  /** What a dry run, or a run without drift, must not change. */
  .extend('everything', ({ world }) => async () => ({
    rows: await Promise.all(['sub-ada', 'sub-bob'].map((id) => world.accounts.get(id))),
    groups: await Promise.all(['sub-ada', 'sub-bob'].map((name) => world.cognito.of(name))),
    stripe: JSON.stringify([
      world.engine.store.subscriptions.all(),
      world.engine.store.customers.all(),
      world.engine.store.events.all().length,
    ]),
    audit: world.audit.all(),
    checkpoint: await world.checkpoints.load(),
  }))
  .extend('found', ({ run, everything }) => async () => {
    const before = await everything()
    const report = await run()
    // It is reported each time, and nothing is changed.
    expect((await everything()).rows).toEqual(before.rows)
    expect(report.findings).toMatchObject([{ outcome: 'staff' }])
    return report.findings[0]?.drifts
  })
  .extend('strayCustomer', ({ world, priceOf }) => async (metadata: Record<string, string>) => {
    const { id } = await world.stripe.customers.create({ metadata })
    const card = await world.stripe.paymentMethods.attach('pm_card_visa', { customer: id })
    await world.stripe.subscriptions.create({
      customer: id,
      items: [{ price: await priceOf('saas_pro_month') }],
      default_payment_method: card.id,
    })
    return id
  })

type Scene = {
  world: World
  ada: Person
  bob: Person
  row(person?: Person): Promise<Account>
  subscriptionId(): string
  priceOf(lookupKey: string): Promise<string>
  free(person: Person): Promise<void>
}

/** Each corrupts one thing of Ada, who is on Pro, or of Bob, who pays nothing. */
const corruptions: {
  what: string
  corrupt(scene: Scene): Promise<unknown>
  kinds: string[]
  whose?: 'bob'
}[] = [
  {
    what: 'a group was taken away',
    corrupt: ({ world, ada }) => world.cognito.remove(ada.username, 'pro'),
    kinds: ['group_missing'],
  },
  {
    what: 'a group was added',
    corrupt: ({ world, ada }) => world.cognito.add(ada.username, 'enterprise'),
    kinds: ['group_extra'],
  },
  {
    what: 'a group was swapped for another',
    async corrupt({ world, ada }) {
      await world.cognito.remove(ada.username, 'pro')
      await world.cognito.add(ada.username, 'starter')
    },
    kinds: ['group_stale'],
  },
  {
    what: 'the plan was changed, and no event came',
    async corrupt({ world, subscriptionId, priceOf }) {
      const [item] = (await world.stripe.subscriptions.retrieve(subscriptionId())).items.data
      await world.stripe.subscriptions.update(subscriptionId(), {
        items: [{ id: item?.id ?? '', price: await priceOf('saas_starter_month') }],
      })
    },
    kinds: ['row_stale'],
  },
  {
    what: 'the subscription was canceled, and no event came',
    corrupt: ({ world, subscriptionId }) => world.stripe.subscriptions.cancel(subscriptionId()),
    kinds: ['row_stale'],
  },
  {
    what: 'the subscription will end, and no event came',
    corrupt: ({ world, subscriptionId }) =>
      world.stripe.subscriptions.update(subscriptionId(), { cancel_at_period_end: true }),
    kinds: ['row_stale'],
  },
  {
    what: 'the customer was deleted in Stripe, and no event came',
    corrupt: async ({ world, row }) =>
      world.engine.customers.delete((await row()).customerId ?? ''),
    kinds: ['row_stale'],
  },
  {
    what: 'another plan was written into the row',
    async corrupt({ world, ada, row }) {
      const account = await row()
      await world.accountWrites.save(
        ada.userId,
        account.version,
        { ...account, access: { ...account.access, plan: 'enterprise', groups: ['enterprise'] } },
        null,
      )
    },
    kinds: ['row_stale', 'group_stale'],
  },
  {
    what: 'the facts on the row, which gates decide by, were deleted',
    async corrupt({ world, ada, row }) {
      const account = await row()
      const facts = { ...account.facts, subscriptions: [] }
      await world.accountWrites.save(ada.userId, account.version, { ...account, facts }, null)
    },
    kinds: ['row_stale'],
  },
  {
    what: 'another subscription was written into the row',
    async corrupt({ world, bob, row }) {
      const [account, facts] = [await row(bob), (await row()).facts]
      await world.accountWrites.save(bob.userId, account.version, { ...account, facts }, null)
    },
    kinds: ['row_stale'],
    whose: 'bob',
  },
  {
    what: 'a paying user’s row was deleted',
    corrupt: async ({ world, ada }) => world.accounts.drop(ada.userId),
    kinds: ['row_missing'],
  },
  {
    what: 'a free user’s row was deleted',
    corrupt: async ({ world, bob }) => world.accounts.drop(bob.userId),
    kinds: ['row_missing'],
    whose: 'bob',
  },
  {
    what: 'a row was created again without its customer',
    async corrupt({ world, ada, free }) {
      world.accounts.drop(ada.userId)
      await free(ada)
    },
    kinds: ['customer_unlinked', 'group_stale'],
  },
  {
    what: 'a user without a row is in the pool, in no group',
    async corrupt({ world, bob }) {
      world.accounts.drop(bob.userId)
      await world.cognito.remove(bob.username, 'free')
    },
    kinds: ['row_missing'],
    whose: 'bob',
  },
  {
    what: 'a writer of groups crashed',
    async corrupt({ world, ada, row }) {
      const { version } = await row()
      const intent = { id: 'dead', at: world.now() }
      await world.accountWrites.putIntent(ada.userId, version, intent, world.now())
      await world.cognito.remove(ada.username, 'pro')
      world.engine.clock.advance({ seconds: leaseMs / 1000 })
    },
    kinds: ['group_missing', 'dead_intent'],
  },
  {
    what: 'an intent is from the year 2099',
    async corrupt({ world, ada, row }) {
      const { version } = await row()
      const at = new Date('2099-01-01T00:00:00Z')
      await world.accountWrites.putIntent(ada.userId, version, { id: 'far', at }, at)
      await world.cognito.remove(ada.username, 'pro')
    },
    kinds: ['group_missing', 'dead_intent'],
  },
]

describe('reconcile', () => {
  it.beforeEach(async ({ world, ada, bob, free }) => {
    await subscribe(world, ada)
    await free(bob)
    world.resetCalls()
  })

  it('finds nothing if nothing is wrong, and reads no user a second time', async ({
    world,
    run,
  }) => {
    const report = await run()

    expect(report).toMatchObject({
      finished: true,
      listed: { rows: 2, people: 2, customers: 1, subscriptions: 1 },
      suspects: 0,
      findings: [],
    })
    const aboutOne = /accounts\.get|groups\.of|people\.find|customers\/|customer=/
    expect(world.calls.filter((call) => aboutOne.test(call))).toEqual([])
  })

  it.for(corruptions)(
    'finds that $what, and a dry run changes nothing',
    async (each, { world, ada, bob, run, scene, everything }) => {
      await each.corrupt(scene)
      const before = await everything()
      world.resetCalls()

      const report = await run({ dryRun: true })

      expect(report.findings).toMatchObject([
        { userId: each.whose === 'bob' ? bob.userId : ada.userId, outcome: 'found' },
      ])
      expect(report.findings[0]?.drifts.map(({ kind }) => kind)).toEqual(each.kinds)
      expect(await everything()).toEqual(before)
      const writes =
        /checkpoints|save|putIntent|link|create|append|groups\.(add|remove)|POST|DELETE/
      expect(world.calls.filter((call) => writes.test(call))).toEqual([])
    },
  )

  it.for(corruptions)(
    'repairs that $what, audits it, and then finds nothing',
    async (each, { world, ada, bob, row, groups, run, scene }) => {
      await each.corrupt(scene)
      const whose = each.whose === 'bob' ? bob : ada

      const report = await run()

      expect(report.findings).toMatchObject([{ userId: whose.userId, outcome: 'repaired' }])
      const entries = await world.audit.of(whose.userId, 10)
      expect(entries.find(({ what }) => what === 'repair')).toMatchObject({
        cause: { kind: 'reconcile', runId: report.runId, drift: each.kinds },
        found: report.findings[0]?.drifts.map(({ words }) => words),
      })
      expect(await run({ dryRun: true })).toMatchObject({ suspects: 0, findings: [] })
      const { access } = await row(whose)
      expect(await groups(whose)).toEqual(access.groups)
    },
  )

  it('finds nothing wrong with a user whose list came back empty', async ({ world, row, run }) => {
    world.intercept(async (name, send) => {
      const answer = await send()
      if (name !== 'stripe GET /v1/subscriptions') return answer
      const list = { object: 'list', url: '/v1/subscriptions', data: [], has_more: false }
      // Calls whose name begins with `stripe` are requests, so the answer is a Response.
      return Response.json(list) as typeof answer
    })

    expect((await run()).findings).toEqual([])
    expect((await row()).access.plan).toBe('pro')
  })

  it('fills in what a row lacks that an earlier version wrote, and then finds nothing', async ({
    world,
    ada,
    row,
    run,
  }) => {
    const whole = await row()
    const subscriptions = whole.facts.subscriptions.map(({ billing: _, ...fact }) => fact)
    const before = { ...whole, facts: { ...whole.facts, subscriptions } }
    await world.accountWrites.save(ada.userId, whole.version, before, null, {})

    expect((await run()).findings).toMatchObject([
      { userId: ada.userId, outcome: 'repaired', drifts: [{ kind: 'row_stale' }] },
    ])

    expect((await row()).facts).toEqual(whole.facts)
    expect((await run()).findings).toEqual([])
  })

  it('restores everything that a lost row had', async ({ world, ada, row, run }) => {
    const before = await row()
    world.accounts.drop(ada.userId)

    await run()

    expect(await row()).toMatchObject({
      customerId: before.customerId,
      access: before.access,
      facts: before.facts,
    })
  })

  it('never changes a group that we don’t manage, or a staff group', async ({
    world,
    ada,
    groups,
    run,
  }) => {
    await world.cognito.add(ada.username, 'admins')
    await world.cognito.add(ada.username, 'beta')
    await world.cognito.add(ada.username, 'starter')

    await run()

    expect(await groups()).toEqual(['admins', 'beta', 'pro'])
  })

  it('leaves a user alone who never confirmed their address', async ({ world, run }) => {
    world.cognito.put(
      { userId: 'sub-eve', username: 'sub-eve', email: 'eve@example.com' },
      { confirmed: false },
    )

    expect(await run()).toMatchObject({ suspects: 0, findings: [] })
    expect(await world.accounts.get('sub-eve')).toBeNull()
  })

  describe('what only staff can decide', () => {
    it('is a user who was deleted from Cognito and is still billed', async ({
      world,
      ada,
      found,
    }) => {
      world.cognito.drop(ada.username)

      expect(await found()).toMatchObject([
        { kind: 'person_gone', words: expect.stringContaining('still billed') },
      ])
    })

    it('is a deleted user, even if another user’s address equals their name', async ({
      world,
      ada,
      free,
      found,
    }) => {
      world.cognito.drop(ada.username)
      world.cognito.put({ userId: 'sub-eve', username: 'sub-eve', email: ada.userId })
      await free({ userId: 'sub-eve', username: 'sub-eve', email: ada.userId })

      expect(await found()).toMatchObject([{ kind: 'person_gone' }])
    })

    it('is a customer who pays and names no user', async ({ row, found, strayCustomer }) => {
      const { customerId } = await row()
      const stray = await strayCustomer({})

      expect(await found()).toMatchObject([
        { kind: 'customer_of_nobody', words: expect.stringContaining(stray) },
      ])
      expect(customerId).not.toBe(stray)
    })

    it('is a customer who pays and names a deleted user', async ({ found, strayCustomer }) => {
      await strayCustomer({ cognito_sub: 'sub-long-gone' })

      expect(await found()).toMatchObject([{ kind: 'customer_of_nobody' }])
    })

    it('is a second customer who pays for the same user', async ({ ada, found, strayCustomer }) => {
      await strayCustomer({ cognito_sub: ada.userId })

      expect(await found()).toMatchObject([{ kind: 'second_customer' }])
    })

    it('is a customer whose metadata names another user', async ({ world, bob, row, run }) => {
      const { customerId } = await row()
      await world.stripe.customers.update(customerId ?? '', {
        metadata: { cognito_sub: bob.userId },
      })

      const report = await run()

      expect(report.findings.flatMap(({ drifts }) => drifts)).toContainEqual(
        expect.objectContaining({ kind: 'customer_of_another', remedy: 'staff' }),
      )
      expect((await row()).customerId).toBe(customerId)
      expect((await row(bob)).customerId).toBeNull()
    })

    it('is a user who is billed twice', async ({ world, row, priceOf, found }) => {
      const { customerId } = await row()
      await world.stripe.subscriptions.create({
        customer: customerId ?? '',
        items: [{ price: await priceOf('saas_starter_month') }],
        trial_period_days: 7,
      })
      await deliverAll(world)

      expect(await found()).toMatchObject([{ kind: 'two_subscriptions' }])
    })

    it('is a row that can’t be read, and all others are still compared', async ({
      world,
      ada,
      bob,
      groups,
      run,
    }) => {
      world.accounts.spoil(ada.userId, 'access.plan: expected string')
      await world.cognito.remove(bob.username, 'free')

      expect((await run()).findings).toMatchObject([
        {
          userId: ada.userId,
          outcome: 'staff',
          drifts: [
            { kind: 'row_unreadable', words: expect.stringContaining('access.plan: expected') },
          ],
        },
        { userId: bob.userId, outcome: 'repaired' },
      ])
      // No repair was made, and no user lost anything.
      expect(await groups()).toEqual(['pro'])
    })

    it('is not a customer who pays for other things, or pays nothing', async ({ world, run }) => {
      await world.stripe.customers.create({ metadata: { cognito_sub: 'sub-long-gone' } })
      await world.stripe.customers.create({})

      expect((await run()).findings).toEqual([])
    })
  })

  describe('during a webhook', () => {
    it('reports no drift that a webhook repairs between the listing and the second look', async ({
      world,
      subscriptionId,
      run,
    }) => {
      const events = eventFeed(world)
      await world.stripe.subscriptions.cancel(subscriptionId())
      const held = holding('people.find')
      world.intercept(held.intercept)

      const running = run({ dryRun: true })
      await held.reached
      for (const event of events()) await deliver(world, event)
      held.release()

      expect(await running).toMatchObject({ suspects: 1, findings: [] })
    })

    it('looks again if the row changed meanwhile', async ({ world, subscriptionId, run }) => {
      const events = eventFeed(world)
      await world.stripe.subscriptions.cancel(subscriptionId())
      // After the groups were read, and before the row is read again.
      const held = holding('GET /v1/customers/cus')
      world.intercept(held.intercept)

      const running = run({ dryRun: true })
      await held.reached
      for (const event of events()) await deliver(world, event)
      held.release()

      expect(await running).toMatchObject({ suspects: 1, findings: [] })
    })

    it('leaves groups to the writer that is moving them', async ({ world, ada, row, run }) => {
      const { version } = await row()
      const intent = { id: 'busy', at: world.now() }
      await world.accountWrites.putIntent(ada.userId, version, intent, world.now())
      await world.cognito.remove(ada.username, 'pro')

      expect(await run()).toMatchObject({ findings: [] })
      expect((await row()).intents).toEqual({ busy: world.now() })
    })

    it('ends with the last save if both repair the same user', async ({
      world,
      row,
      groups,
      subscriptionId,
      run,
      priceOf,
    }) => {
      const events = eventFeed(world)
      const [item] = (await world.stripe.subscriptions.retrieve(subscriptionId())).items.data
      await world.stripe.subscriptions.update(subscriptionId(), {
        items: [{ id: item?.id ?? '', price: await priceOf('saas_starter_month') }],
      })
      const held = holding('accountWrites.save')
      world.intercept(held.intercept)

      const running = run()
      await held.reached
      await world.stripe.subscriptions.cancel(subscriptionId())
      for (const event of events()) await deliver(world, event)
      held.release()
      await running

      expect((await row()).access.plan).toBe('free')
      expect(await groups()).toEqual(['free'])
      expect(await run({ dryRun: true })).toMatchObject({ findings: [] })
    })
  })

  describe('when a backend is busy or down', () => {
    const busyMs = 20_000

    it.for([
      ['groups.members', 'TooManyRequestsException'],
      ['people.list', 'TooManyRequestsException'],
      ['people.find', 'TooManyRequestsException'],
      ['groups.add', 'TooManyRequestsException'],
      ['accounts.list', 'ProvisionedThroughputExceededException'],
    ])(
      'waits longer and longer while %s is throttled',
      async ([call, name], { world, ada, groups, run }) => {
        await world.cognito.remove(ada.username, 'pro')
        const time = simulatedTime()
        let asked = 0
        world.intercept((called, send) => {
          if (called !== call || time.elapsed() > busyMs) return send()
          asked++
          return Promise.reject(Object.assign(new Error('Slow down'), { name }))
        })

        const report = await run({ timing: time })

        expect(report.findings).toMatchObject([{ outcome: 'repaired' }])
        expect(await groups()).toEqual(['pro'])
        // At 0, 1, 3, 7 and 15 seconds, for each of four groups.
        expect(asked).toBeGreaterThanOrEqual(5)
        expect(asked).toBeLessThanOrEqual(20)
      },
    )

    it('waits longer and longer while Stripe answers 429', async ({ world, ada, run }) => {
      await world.cognito.remove(ada.username, 'pro')
      const time = simulatedTime()
      world.faults.set({ rateLimit: 1 })
      world.intercept((_, send) => {
        if (time.elapsed() > busyMs) world.faults.reset()
        return send()
      })

      expect((await run({ timing: time })).findings).toMatchObject([{ outcome: 'repaired' }])
      // Customers, subscriptions and invoices, five times each, and then the reads.
      const asked = world.calls.filter((call) => call.startsWith('stripe'))
      expect(asked.length).toBeGreaterThan(15)
      expect(asked.length).toBeLessThan(30)
    })

    it('gives up after a minute, and has stored what it listed', async ({ world, run }) => {
      const throttled = Object.assign(new Error('Slow down'), { name: 'TooManyRequestsException' })
      world.intercept((call, send) =>
        call === 'groups.members' ? Promise.reject(throttled) : send(),
      )

      await expect(run()).rejects.toThrow('Slow down')

      expect((await world.checkpoints.load())?.walks.table).toMatchObject({ done: true })
    })

    it('continues after a user who fails', async ({ world, ada, bob, run }) => {
      await world.cognito.remove(ada.username, 'pro')
      await world.cognito.remove(bob.username, 'free')
      let first = true
      world.intercept((call, send) => {
        if (call !== 'groups.add' || !first) return send()
        first = false
        return Promise.reject(new Error('Out of order'))
      })

      const { findings } = await run()

      expect(findings).toMatchObject([
        { userId: ada.userId, outcome: 'failed', error: expect.stringContaining('Out of order') },
        { userId: bob.userId, outcome: 'repaired' },
      ])
    })
  })

  it('resumes after a crash at any call, and repairs the rest', async ({
    world,
    ada,
    bob,
    groups,
    run,
  }) => {
    let crashes = 0
    for (let at = 1; ; at++) {
      for (const when of ['before', 'after'] as const) {
        world.resetCalls()
        await world.cognito.remove(ada.username, 'pro')
        await world.cognito.add(bob.username, 'starter')
        const crash = crashing(at, when)
        world.intercept(crash)
        await run().catch(() => {})
        if (!crash.died()) {
          expect(crashes).toBeGreaterThan(40)
          return
        }
        crashes++
        world.resetCalls()
        world.engine.clock.advance({ seconds: runLeaseMs / 1000 })

        await run()

        expect(await groups(ada)).toEqual(['pro'])
        expect(await groups(bob)).toEqual(['free'])
        expect(await world.checkpoints.load()).toBeNull()
        expect(await run({ dryRun: true })).toMatchObject({ findings: [] })
      }
    }
  })

  it('reports after a crash what it repaired before', async ({ world, ada, bob, run }) => {
    await world.cognito.remove(ada.username, 'pro')
    await world.cognito.remove(bob.username, 'free')
    world.intercept((_, send) => {
      const begun = world.calls.filter((each) => each === 'audit.append').length > 1
      return begun ? Promise.reject(new Error('The process died')) : send()
    })
    await expect(run()).rejects.toThrow()
    world.resetCalls()
    world.engine.clock.advance({ seconds: runLeaseMs / 1000 })

    expect((await run()).findings).toMatchObject([
      { userId: ada.userId, outcome: 'repaired' },
      { userId: bob.userId },
    ])
  })

  it('doesn’t list again what an interrupted run had listed', async ({ world, ada, bob, run }) => {
    await world.cognito.remove(ada.username, 'pro')
    await world.cognito.remove(bob.username, 'free')
    let looks = 0
    const stop = () => world.calls.filter((call) => call === 'audit.append').length > 0
    const first = await run({ stop })
    expect(first).toMatchObject({ finished: false, findings: [{ userId: ada.userId }] })
    world.resetCalls()
    world.intercept((call, send) => {
      if (call === 'people.find') looks++
      return send()
    })

    const second = await run()

    expect(second).toMatchObject({
      runId: first.runId,
      finished: true,
      findings: [{ userId: ada.userId }, { userId: bob.userId, outcome: 'repaired' }],
    })
    const lists = /^stripe GET|accounts\.list|groups\.members|people\.list/
    expect(world.calls.filter((call) => lists.test(call))).toEqual([])
    // Before, during and after the repair of Bob, and never of Ada.
    expect(looks).toBe(3)
  })

  it('lists purchases only if the catalog sells one-time purchases', async ({
    world,
    bob,
    run,
  }) => {
    await buy(world, bob)
    await deliverAll(world)
    world.resetCalls()

    await run()

    expect(world.calls).not.toContain('stripe GET /v1/charges')
  })
})
