import { expect, it } from 'vitest'
import { population } from '@/testing/calls/population'
import { simulatedTime } from '@/testing/simulated-time'
import { reconcile } from './reconcile'

it('makes at most 0.04 calls per user and ten more, within every quota', async () => {
  const size = 5_000
  const { services, calls } = await population(size)
  const time = simulatedTime()

  const report = await reconcile(services, { dryRun: false, timing: time })

  expect(report).toMatchObject({ finished: true, suspects: 0, findings: [] })
  expect(report.listed).toEqual({ rows: size, people: size, customers: size, subscriptions: 2_000 })
  expect(tally(calls)).toEqual({
    'listings.customers': 50,
    'listings.subscriptions': 20,
    'listings.openInvoices': 3,
    'groups.members': 55 + 17 + 13 + 1,
    'people.list': 1,
    'people.count': 1,
    'accounts.list': 17,
    'checkpoints.load': 1,
    'checkpoints.note': 11,
    // One more to take the lease.
    'checkpoints.save': 12,
    'checkpoints.clear': 1,
  })
  expect(calls.length / size).toBeLessThanOrEqual(0.04 + 10 / size)
  // 73 calls to Stripe at 25 per second and 88 lists of users at 30 per second, in parallel.
  expect(time.elapsed()).toBeGreaterThan(2_800)
  expect(time.elapsed()).toBeLessThan(3_000)
})

it('also lists the whole pool if Cognito counts a user who is in no group', async () => {
  const { services, calls } = await population(300)
  const people = { ...services.people, count: async () => 301 }

  await reconcile({ ...services, people }, { dryRun: true, timing: simulatedTime() })

  // Unconfirmed users, and all users.
  expect(tally(calls)['people.list']).toBe(2)
})

it('reads only the suspects a second time', async () => {
  const { services, calls, cognito, members } = await population(1_000)
  const [paying] = members.get('pro') ?? []
  if (!paying) throw new Error('No user pays')
  await cognito.remove(paying.username, 'pro')
  members.set('pro', (members.get('pro') ?? []).slice(1))

  const { findings } = await reconcile(services, { dryRun: false, timing: simulatedTime() })

  expect(findings).toMatchObject([{ userId: paying.userId, outcome: 'repaired' }])
  expect(tally(calls)).toMatchObject({ 'people.find': 3, 'customers.read': 2, 'groups.add': 1 })
})

const tally = (calls: string[]) =>
  calls.reduce<Record<string, number>>((sums, call) => {
    sums[call] = (sums[call] ?? 0) + 1
    return sums
  }, {})
