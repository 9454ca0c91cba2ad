import { describe, expect } from 'vitest'
import { sourcesShown } from '@/lib/billing/access/access'
import { dynamoAccountPorts } from '@/lib/db/accounts/dynamo-ports'
import { silentLog } from '@/lib/log'
import { anyTrigger } from '@/testing/any-trigger'
import { withLifetime } from '@/testing/catalog'
import { openTable } from '@/testing/databases'
import { march, purchase, subscription as subscriptionTo } from '@/testing/facts'
import { failing, holding, type Interceptor } from '@/testing/intercept'
import { buy, openSession, visa } from '@/testing/shop'
import { test } from '@/testing/test'
import { ensureAccount } from './account'
import { ensureCustomer } from './customer'
import { sweep } from './sweep'
import { sync } from './sync'

const it = test
  /** Ada pays for Pro, and the row and Cognito show it. */
  .extend('subscribed', ({ world, ada }) => async () => {
    await buy(world, ada)
    await sync(world.services, ada.userId, anyTrigger)
    world.resetCalls()
  })

/** Makes each of Stripe's lists come back empty. */
const emptyLists: Interceptor = async (name, send) => {
  const answer = await send()
  if (!/^stripe GET .v1.(subscriptions|charges)$/.test(name)) return answer
  // Calls whose name begins with `stripe` are requests, so the answer is a Response.
  const { headers } = answer as Response
  const empty = { object: 'list', url: '/', data: [], has_more: false }
  return Response.json(empty, { headers: { date: headers.get('date') ?? '' } }) as typeof answer
}

describe('sync', () => {
  it('finds no account for an unknown user', async ({ world }) => {
    expect(await sync(world.services, 'sub-nobody', anyTrigger)).toEqual({ kind: 'no_account' })
  })

  it('puts a new user in the free group, without a call to Stripe', async ({
    world,
    ada,
    groups,
  }) => {
    await ensureAccount(world.services, ada)
    world.resetCalls()

    await sync(world.services, ada.userId, anyTrigger)

    expect(await groups()).toEqual(['free'])
    expect(world.calls.filter((call) => call.startsWith('stripe'))).toEqual([])
  })

  it('takes no plan from a user because Stripe’s list came back empty', async ({
    world,
    ada,
    row,
    groups,
    subscribed,
  }) => {
    await subscribed()
    world.intercept(emptyLists)

    await sync(world.services, ada.userId, anyTrigger)

    expect((await row()).access.plan).toBe('pro')
    expect(await groups()).toEqual(['pro'])
  })

  it.extend('options', { catalog: withLifetime })(
    'takes no one-time purchase from a user because the list of charges came back empty',
    async ({ world, ada, row, groups }) => {
      await buy(world, ada, { plan: 'lifetime', interval: 'once' })
      await sync(world.services, ada.userId, anyTrigger)
      const before = (await row()).access.plan
      world.intercept(emptyLists)

      await sync(world.services, ada.userId, anyTrigger)

      expect((await row()).access.plan).toBe(before)
      expect(await groups()).toEqual([before])
    },
  )

  it('saves even if nothing changed: the version orders readers', async ({
    world,
    ada,
    row,
    subscribed,
  }) => {
    await subscribed()
    const before = await row()
    world.engine.clock.advance({ seconds: 30 })

    await sync(world.services, ada.userId, anyTrigger)

    expect(await row()).toEqual({
      ...before,
      version: before.version + 1,
      stripeReadAt: (await row()).stripeReadAt,
      dueAt: before.access.nextLookAt,
      updatedAt: world.now(),
    })
    expect((await row()).stripeReadAt.subscriptions?.getTime()).toBeGreaterThan(
      before.stripeReadAt.subscriptions?.getTime() ?? 0,
    )
    expect(world.calls).toEqual([
      'accounts.get',
      'stripe GET /v1/subscriptions',
      'accountWrites.save',
    ])
  })

  it('records when access changed, apart from when the row changed', async ({
    world,
    ada,
    row,
    subscriptionId,
    subscribed,
  }) => {
    await subscribed()
    const { accessChangedAt } = await row()
    world.engine.clock.advance({ days: 1 })
    await sync(world.services, ada.userId, anyTrigger)
    expect((await row()).accessChangedAt).toEqual(accessChangedAt)

    await world.stripe.subscriptions.cancel(subscriptionId())
    await sync(world.services, ada.userId, anyTrigger)

    expect((await row()).accessChangedAt).toEqual(world.now())
  })

  it('logs an error if a paid price belongs to no plan any more, and removes the old group', async ({
    world,
    ada,
    row,
    groups,
    subscribed,
  }) => {
    await subscribed()
    const plans = world.services.catalog.plans.filter(({ key }) => key !== 'pro')
    const typo = { ...world.services.rules, catalog: { ...world.services.catalog, plans } }
    const lines: unknown[][] = []
    const log = { ...silentLog, error: (...line: unknown[]) => void lines.push(line) }
    const { prices } = (await row()).facts.subscriptions[0] ?? {}

    for (const _ of ['once', 'again']) {
      await sync({ ...world.services, rules: typo, log }, ada.userId, anyTrigger)
    }

    expect((await row()).access).toMatchObject({ plan: 'free', sources: [{}, { plan: null }] })
    expect(await groups()).toEqual(['free'])
    expect(await world.outbox.waiting(10)).toMatchObject([
      { kind: 'unknown_price', data: { prices: prices?.map(({ id }) => id).join(' ') } },
    ])
    expect(lines).toEqual([
      [
        expect.objectContaining({ userId: ada.userId }),
        'A paid price maps to no plan of the catalog',
      ],
    ])
  })

  it('adds the new group before it removes the old one', async ({
    world,
    ada,
    groups,
    subscriptionId,
    subscribed,
  }) => {
    await subscribed()
    await world.stripe.subscriptions.cancel(subscriptionId())

    await sync(world.services, ada.userId, anyTrigger)

    expect(world.calls.filter((call) => call.startsWith('groups'))).toEqual([
      'groups.of',
      'groups.add',
      'groups.remove',
    ])
    expect(await groups()).toEqual(['free'])
  })

  it('never changes a group that isn’t a plan’s', async ({
    world,
    ada,
    groups,
    subscriptionId,
    subscribed,
  }) => {
    for (const group of ['admins', 'beta', 'pro-users', 'Pro', 'us-east-1_pool_Google']) {
      await world.cognito.add(ada.username, group)
    }
    await subscribed()
    await world.stripe.subscriptions.cancel(subscriptionId())
    await sync(world.services, ada.userId, anyTrigger)

    expect(await groups()).toEqual(
      ['Pro', 'admins', 'beta', 'free', 'pro-users', 'us-east-1_pool_Google'].sort(),
    )
  })

  it.extend('options', { env: { GROUP_PREFIX: 'app-' } })(
    'manages only groups with its prefix',
    async ({ world, ada, groups, subscribed }) => {
      await world.cognito.add(ada.username, 'pro')
      await world.cognito.add(ada.username, 'app-enterprise')

      await subscribed()

      expect(await groups()).toEqual(['app-pro', 'pro'])
    },
  )

  it('corrects groups that others changed the next time they change', async ({
    world,
    ada,
    groups,
    subscriptionId,
    subscribed,
  }) => {
    await subscribed()
    await world.cognito.add(ada.username, 'enterprise')
    await world.stripe.subscriptions.cancel(subscriptionId())

    await sync(world.services, ada.userId, anyTrigger)

    expect(await groups()).toEqual(['free'])
  })

  it('leaves no intent behind, and is due again after the renewal', async ({
    world,
    row,
    subscribed,
  }) => {
    await subscribed()

    expect((await row()).intents).toEqual({})
    world.engine.clock.advance({ minutes: 2 })
    await sweep(world.services)
    expect((await row()).dueAt?.toISOString()).toBe('2026-04-01T14:00:00.000Z')
  })

  it('keeps grants, which Stripe knows nothing of', async ({
    world,
    ada,
    row,
    groups,
    subscribed,
  }) => {
    const grant = {
      id: 'grant_1',
      plan: 'enterprise',
      reason: 'Friend of the house',
      startsAt: world.now(),
      endsAt: null,
    }
    const account = await ensureAccount(world.services, ada)
    await world.accountWrites.save(
      ada.userId,
      0,
      { ...account, facts: { ...account.facts, grants: [grant] } },
      null,
    )

    await subscribed()

    expect(await row()).toMatchObject({
      facts: { grants: [grant] },
      access: { plan: 'enterprise' },
    })
    expect(await groups()).toEqual(['enterprise'])
  })

  it('reads more than a hundred subscriptions, and finds the one that counts', async ({
    world,
    ada,
    row,
    groups,
  }) => {
    const { customerId } = await ensureCustomer(
      world.services,
      await ensureAccount(world.services, ada),
    )
    await buy(world, ada)
    const price = (await world.stripe.prices.list({ lookup_keys: ['saas_starter_month'] })).data[0]
    for (let made = 0; made < 120; made++) {
      const { id } = world.engine.subscriptions.create({
        customer: customerId,
        items: [{ price: price?.id ?? '' }],
        trial_period_days: 7,
      })
      world.engine.subscriptions.cancel(id, {})
    }

    await sync(world.services, ada.userId, anyTrigger)

    // The row keeps some of those that ended, for the history.
    expect((await row()).facts.subscriptions).toHaveLength(1 + sourcesShown)
    expect(await groups()).toEqual(['pro'])
  })

  it('keeps the row of a user with 3,000 ended subscriptions and as many refunds small', async ({
    world,
    ada,
  }) => {
    const table = await openTable()
    const services = { ...world.services, ...dynamoAccountPorts(table.client, table.table) }
    const { customers } = services
    const customerId = await customers.create(ada)
    await ensureAccount(services, ada, customerId)
    const many = Array.from({ length: 3_000 }, (_, at) => at)
    const ended = { status: 'canceled', endedAt: march(2) } as const
    const read = async () => ({
      subscriptions: [
        ...many.map((at) => subscriptionTo('starter', { id: `sub_${at}`, ...ended })),
        subscriptionTo('pro'),
      ],
      purchases: many.map((at) => purchase({ id: `ch_${at}`, amountRefundedCents: 30_000 })),
      readAt: { subscriptions: march(2), purchases: march(2) },
    })

    for (const _ of ['first', 'again']) {
      await sync({ ...services, customers: { ...customers, read } }, ada.userId, anyTrigger)
    }

    const row = await services.accounts.get(ada.userId)
    expect(row).toMatchObject({ version: 2, access: { plan: 'pro' } })
    expect(JSON.stringify(row).length).toBeLessThan(40_000)
    await table.close()
  })

  it('takes everything from a user whose customer was deleted', async ({
    world,
    ada,
    row,
    groups,
    subscribed,
  }) => {
    await subscribed()
    const { customerId } = await row()
    world.engine.customers.delete(customerId ?? '')

    await sync(world.services, ada.userId, anyTrigger)

    expect((await row()).access).toMatchObject({ plan: 'free', groups: ['free'] })
    expect(await groups()).toEqual(['free'])
  })

  it('does nothing in Cognito for a user who was deleted there', async ({
    world,
    ada,
    row,
    subscriptionId,
    subscribed,
  }) => {
    await subscribed()
    world.cognito.drop(ada.username)
    await world.stripe.subscriptions.cancel(subscriptionId())

    await sync(world.services, ada.userId, anyTrigger)

    expect(await row()).toMatchObject({ access: { plan: 'free' }, intents: {} })
  })

  it.extend('options', { catalog: withLifetime })(
    'counts a purchase that was made once, for good',
    async ({ world, ada, row, groups }) => {
      await buy(world, ada, { plan: 'lifetime', interval: 'once' })

      await sync(world.services, ada.userId, anyTrigger)
      world.engine.clock.advance({ days: 800 })
      await sync(world.services, ada.userId, anyTrigger)

      expect((await row()).access).toMatchObject({ status: 'active', plan: 'lifetime' })
      expect(await groups()).toEqual(['lifetime'])
    },
  )
})

describe('two syncs at once', () => {
  it('end with the later read, even if it finished first', async ({
    world,
    ada,
    row,
    groups,
    subscriptionId,
    subscribed,
  }) => {
    await subscribed()
    const slow = holding('accountWrites.save')
    world.intercept(slow.intercept)
    const early = sync(world.services, ada.userId, anyTrigger)
    await slow.reached
    await world.stripe.subscriptions.cancel(subscriptionId())
    await sync(world.services, ada.userId, anyTrigger)
    expect(await groups()).toEqual(['free'])

    slow.release()
    await early

    expect((await row()).access.plan).toBe('free')
    expect(await groups()).toEqual(['free'])
  })

  it('end with the newer groups while the older writer is still moving them', async ({
    world,
    ada,
    row,
    groups,
    subscriptionId,
  }) => {
    const session = await openSession(world, ada)
    world.engine.checkout.pay(session, visa)
    const slow = holding('groups.add')
    world.intercept(slow.intercept)
    const early = sync(world.services, ada.userId, anyTrigger)
    await slow.reached
    await world.stripe.subscriptions.cancel(subscriptionId())

    await sync(world.services, ada.userId, anyTrigger)
    expect(Object.keys((await row()).intents)).toHaveLength(1)
    slow.release()
    await early

    expect(await groups()).toEqual(['free'])
    expect((await row()).intents).toEqual({})
  })

  it('all end with the same access, ten of them', async ({ world, ada, row, groups }) => {
    await buy(world, ada)

    await Promise.all(
      Array.from({ length: 10 }, () => sync(world.services, ada.userId, anyTrigger)),
    )

    expect(await row()).toMatchObject({ access: { plan: 'pro' }, intents: {} })
    expect(await groups()).toEqual(['pro'])
  })

  it('create one row and one customer for a new user', async ({ world, ada }) => {
    const made = await Promise.all(
      Array.from({ length: 5 }, async () =>
        ensureCustomer(world.services, await ensureAccount(world.services, ada)),
      ),
    )

    expect(new Set(made.map(({ customerId }) => customerId)).size).toBe(1)
    expect(world.engine.store.customers.size).toBe(1)
  })
})

describe('a sync that meets a failure', () => {
  it.for(['accounts.get', 'accountWrites.save', 'stripe GET', 'groups.of', 'groups.add'])(
    'of %s throws, and the next sync completes the work',
    async (part, { world, ada, row, groups }) => {
      await buy(world, ada)
      world.intercept(failing(part))

      await expect(sync(world.services, ada.userId, anyTrigger)).rejects.toThrow()

      world.resetCalls()
      await sync(world.services, ada.userId, anyTrigger)
      expect((await row()).access.plan).toBe('pro')
      expect(await groups()).toEqual(['pro'])
    },
  )

  it('gives up if the row keeps changing', async ({ world, ada, row }) => {
    await ensureAccount(world.services, ada)
    world.intercept(async (name, send) => {
      if (name === 'accountWrites.save') {
        const { version } = await row()
        await world.accountWrites.putIntent(
          ada.userId,
          version,
          { id: 'other', at: world.now() },
          world.now(),
        )
      }
      return send()
    })

    await expect(sync(world.services, ada.userId, anyTrigger)).rejects.toMatchObject({
      code: 'unavailable',
    })
  })
})
