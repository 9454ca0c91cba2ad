import { test as base } from 'vitest'
import type { Access } from '@/lib/billing/access/access'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Person } from '@/lib/identity/people'
import { eventFeed } from './deliver'
import { onlySubscription } from './shop'
import { subscriptionOf } from './subscription'
import { createWorld, type World, type WorldOptions } from './world'

/**
 * Vitest's `test`, with a world for each test that asks for one: `test('…', async ({ world, ada })
 * => …)`. A file adds what it needs with `.extend`, and chooses another world with
 * `.extend('options', …)`.
 */
export const test = base
  .extend('options', (): WorldOptions => ({}))
  /** For a test that opens worlds with options of its own. */
  .extend('openWorld', ({ task: _ }, { onCleanup }) => {
    const opened: World[] = []
    onCleanup(async () => {
      for (const world of opened) await world.close()
    })
    return async (options?: WorldOptions): Promise<World> => {
      const world = await createWorld(options)
      opened.push(world)
      return world
    }
  })
  .extend('world', ({ openWorld, options }) => openWorld(options))
  .extend('ada', ({ world }) => world.addUser('ada'))
  .extend('bob', ({ world }) => world.addUser('bob'))
  .extend('eve', ({ world }) => world.addUser('eve'))

  /** Ada's calls to `/api/subscription`. */
  .extend('person', ({ world, ada }) => subscriptionOf(world, ada))
  /** The row of a user, by default Ada's. */
  .extend('row', ({ world, ada }) => async ({ userId }: Person = ada): Promise<Account> => {
    const account = await world.accounts.get(userId)
    if (!account) throw new Error(`${userId} has no account`)
    return account
  })
  /** The access that is on a row, by default Ada's. */
  .extend(
    'access',
    ({ world, ada }) =>
      async ({ userId }: Person = ada): Promise<Access | undefined> =>
        (await world.accounts.get(userId))?.access,
  )
  /** The groups that a user, by default Ada, is in. */
  .extend(
    'groups',
    ({ world, ada }) =>
      async ({ username }: Person = ada): Promise<string[]> =>
        (await world.cognito.of(username)).sort(),
  )
  /** Every subscription in Stripe. */
  .extend(
    'subscriptions',
    ({ world }) =>
      () =>
        world.engine.store.subscriptions.all(),
  )
  /** The only subscription in Stripe. */
  .extend(
    'subscription',
    ({ world }) =>
      () =>
        onlySubscription(world),
  )
  /** The id of the first subscription in Stripe; empty if there is none. */
  .extend(
    'subscriptionId',
    ({ world }) =>
      () =>
        world.engine.store.subscriptions.all()[0]?.id ?? '',
  )
  /** Every invoice in Stripe, the oldest first. */
  .extend(
    'invoices',
    ({ world }) =>
      () =>
        world.engine.store.invoices.all(),
  )
  /** Every Checkout session in Stripe. */
  .extend(
    'sessions',
    ({ world }) =>
      () =>
        world.engine.store.checkoutSessions.all(),
  )
  .extend(
    'openSessions',
    ({ sessions }) =>
      () =>
        sessions().filter(({ status }) => status === 'open'),
  )
  /** The events that Stripe has made since the test began. */
  .extend('events', ({ world }) => eventFeed(world))
