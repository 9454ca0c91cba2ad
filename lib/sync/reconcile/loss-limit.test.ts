import { expect } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { subscribe } from '@/testing/shop'
import { simulatedTime } from '@/testing/simulated-time'
import { test } from '@/testing/test'
import { type ReconcileOptions, reconcile } from './reconcile'

const it = test
  .extend('people', ({ world }) =>
    ['ada', 'bob', 'cy', 'dee', 'eve'].map((name) => world.addUser(name)),
  )
  .extend(
    'run',
    ({ world }) =>
      (options: Partial<ReconcileOptions> = {}, services = world.services) =>
        reconcile(services, { dryRun: false, timing: simulatedTime(), ...options }),
  )
  .extend(
    'plans',
    ({ world, people }) =>
      async () =>
        Promise.all(
          people.map(async ({ userId }) => (await world.accounts.get(userId))?.access.plan),
        ),
  )
  /** Cancels subscriptions in Stripe, without events. */
  .extend('cancel', ({ world }) => async (count: number) => {
    for (const { id } of world.engine.store.subscriptions.all().slice(0, count)) {
      await world.stripe.subscriptions.cancel(id)
    }
  })
  /** Stripe lists everything, but reading a customer finds no subscription. */
  .extend('forgetful', ({ world }) => () => {
    const { customers } = world.services
    const read = async (customerId: string) => ({
      ...(await customers.read(customerId)),
      subscriptions: [],
    })
    return { ...world.services, customers: { ...customers, read } }
  })
it.beforeEach(async ({ world, people }) => {
  for (const person of people) await subscribe(world, person)
  world.resetCalls()
})

const outcomes = ({ findings }: Awaited<ReturnType<typeof reconcile>>) =>
  findings.map(({ outcome }) => outcome)
const times = <T>(count: number, each: T): T[] => Array.from({ length: count }, () => each)

it('lets a few users lose what Stripe says they no longer have', async ({ run, cancel }) => {
  await cancel(3)

  const report = await run()

  expect(report.brake).toEqual({ holders: 5, losing: 3, limit: 3, isOn: false })
  expect(outcomes(report)).toEqual(times(3, 'repaired'))
})

it('lets no user lose a plan if suddenly more than a few would', async ({
  world,
  people,
  run,
  plans,
  cancel,
}) => {
  await cancel(4)
  await world.cognito.remove(people[4]?.username ?? '', 'pro')

  const report = await run()

  expect(report.brake).toEqual({ holders: 5, losing: 4, limit: 3, isOn: true })
  // Repairs that take no plan away are made.
  expect(outcomes(report).sort()).toEqual([...times(4, 'held'), 'repaired'])
  expect(await plans()).toEqual(times(5, 'pro'))
  expect(world.audit.all().filter(({ what }) => what === 'repair')).toHaveLength(1)
  // The next run finds the rest again.
  expect(outcomes(await run())).toEqual(times(4, 'held'))
})

it('shows that in a dry run', async ({ run, cancel }) => {
  await cancel(4)

  const report = await run({ dryRun: true })

  expect(report.brake).toMatchObject({ losing: 4, isOn: true })
  expect(outcomes(report)).toEqual(times(4, 'found'))
})

it('lets them if losses are allowed', async ({ run, plans, cancel }) => {
  await cancel(4)

  expect(outcomes(await run({ allowLoss: true }))).toEqual(times(4, 'repaired'))
  expect((await plans()).sort()).toEqual([...times(4, 'free'), 'pro'])
})

it('stops losses if Stripe knows no customer, as with another account’s key', async ({
  world,
  run,
  plans,
}) => {
  for (const { id } of world.engine.store.customers.all()) world.engine.customers.delete(id)

  expect(outcomes(await run())).toEqual(times(5, 'held'))
  expect(await plans()).toEqual(times(5, 'pro'))
})

it('stops losses if the catalog lost the plan', async ({ world, run, plans }) => {
  const catalog = { ...saas, plans: saas.plans.filter(({ key }) => key !== 'pro') }
  const services = { ...world.services, catalog, rules: { ...world.services.rules, catalog } }

  expect(outcomes(await run({}, services))).toEqual(times(5, 'held'))
  expect(await plans()).toEqual(times(5, 'pro'))
})

it('stops losses if answers become empty between the lists and the second look', async ({
  world,
  people,
  run,
  forgetful,
}) => {
  // The lists show nothing worse than a missing group.
  for (const { username } of people) await world.cognito.remove(username, 'pro')

  const report = await run({}, forgetful())

  expect(report.brake).toMatchObject({ losing: 0, isOn: false })
  expect(outcomes(report)).toEqual([...times(3, 'repaired'), ...times(2, 'held')])
})

it('counts what the same run took before it was interrupted', async ({
  world,
  people,
  run,
  plans,
  forgetful,
}) => {
  for (const { username } of people) await world.cognito.remove(username, 'pro')
  const repaired = () => world.calls.filter((call) => call === 'audit.append').length
  await run({ stop: () => repaired() === 2 }, forgetful())
  expect((await plans()).filter((plan) => plan === 'free')).toHaveLength(2)

  const report = await run({}, forgetful())

  expect(report.resumed).toBe(true)
  expect(outcomes(report)).toEqual([...times(3, 'repaired'), ...times(2, 'held')])
})

it('is not misled by one empty list', async ({ world, run }) => {
  const { listings } = world.services
  const empty = async () => ({ items: [], next: null })
  const services = { ...world.services, listings: { ...listings, subscriptions: empty } }

  const report = await run({}, services)

  // The second look finds no difference.
  expect(report.brake).toMatchObject({ losing: 5, isOn: true })
  expect(report.findings).toEqual([])
})
