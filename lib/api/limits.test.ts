import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/identity/people'
import { createApp, exampleRequest, routeList } from '@/testing/api/app'
import { failing } from '@/testing/intercept'
import { subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { createWorld, type World } from '@/testing/world'
import type { Route } from './route'
import { routes } from './routes'

/** The ports that call Stripe, Cognito or SES. A handler can't call them in any other way. */
const external = [
  'customers',
  'checkouts',
  'portal',
  'paymentIssues',
  'subscriptionEnds',
  'promotions',
  'subscriptions',
  'forecasts',
  'cancellations',
  'pauses',
  'events',
  'invoices',
  'listings',
  'groups',
  'people',
  'sessions',
  'mails',
] as const satisfies (keyof World['services'])[]

/** Routes without a limit whose handlers reach such a port, and why they need none. */
const exceptions: Record<string, string> = {
  entitlements: 'asks only for an account that is new or due, and counts those: `currentAccount`',
  access: 'as entitlements',
  feature: 'as entitlements',
  recordUsage: 'as entitlements, for the users whose usage it is',
  reserveUsage: 'as recordUsage',
  commitUsage: 'as recordUsage',
  releaseUsage: 'as recordUsage',
  ownUsage: 'as entitlements',
  usageHistory: 'as entitlements',
  webhook: 'must take every delivery of Stripe’s, and refuses what isn’t signed',
  sweep: 'needs the secret of the scheduler',
  reconcile: 'needs the secret of the scheduler',
  health: 'asks each backend once in five seconds at most, however often it is called',
}

const bearerOf = (world: World, user: Person, groups: string[] = []) => ({
  authorization: `Bearer ${world.token(user, { 'cognito:groups': groups })}`,
})

let world: World
let headers: Record<string, Record<string, string>>
beforeAll(async () => {
  world = await createWorld()
  const ada = world.addUser('ada')
  await subscribe(world, ada)
  headers = {
    subscriber: bearerOf(world, ada),
    stranger: {},
    newcomer: bearerOf(world, world.addUser('bob')),
    staff: bearerOf(world, world.addUser('eve'), ['admins']),
    scheduler: { authorization: 'Bearer a-secret-for-the-cron-job' },
  }
})
afterAll(() => world.close())

/** The external ports that a handler touched while it answered the route's example. */
async function touched(route: Route, from: Record<string, string>): Promise<Set<string>> {
  const ports = new Set<string>()
  const services = new Proxy(world.services, {
    get(target, name, receiver) {
      if (external.some((port) => port === name)) ports.add(String(name))
      return Reflect.get(target, name, receiver)
    },
  })
  await createApp(services)(exampleRequest(route, from))
  return ports
}

describe('a route', () => {
  it.each(routeList)(
    '%s has a limit if its handler reaches Stripe, Cognito or SES',
    async (name, route) => {
      const ports = new Set<string>()
      for (const from of Object.values(headers)) {
        for (const port of await touched(route, from)) ports.add(port)
      }

      const needsLimit = ports.size > 0 && !(name in exceptions)
      expect({ ports: [...ports], isLimited: Boolean(route.limit) || !needsLimit }).toMatchObject({
        isLimited: true,
      })
    },
  )

  it('is an exception only if it exists, and has no limit', () => {
    const unlimited = routeList.filter(([, { limit }]) => !limit).map(([name]) => name)

    expect(unlimited).toEqual(expect.arrayContaining(Object.keys(exceptions)))
  })
})

describe('a user who sends too many requests', () => {
  test('is told when to try again, and costs Stripe nothing until then', async ({
    world,
    person,
    ada,
  }) => {
    await subscribe(world, ada)
    for (let sent = 0; sent < 60; sent++) await person.get()
    world.resetCalls()
    const app = createApp(world.services)

    const refused = await app(exampleRequest(routes.subscription, bearerOf(world, ada)))

    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('60')
    expect(await refused.json()).toMatchObject({
      error: {
        code: 'too_many_requests',
        message: 'You’ve sent too many requests. Try again in 60 seconds.',
        retryAfterSeconds: 60,
      },
    })
    expect(world.calls).toEqual([])
  })

  test.for([['cancel'], ['listOutbox']] as const)(
    'is refused %s before Cognito is asked about them',
    async ([name], { world, ada }) => {
      const app = createApp(world.services)
      const send = () => app(exampleRequest(routes[name], bearerOf(world, ada, ['admins'])))
      world.cognito.enroll(ada.username, ['admins'])
      await send()
      expect(world.calls).toContain('people.find')
      for (let sent = 1; sent < 60; sent++) await send()
      world.resetCalls()

      expect((await send()).status).toBe(429)
      expect(world.calls).toEqual([])
    },
  )

  test('isn’t refused what costs no call', async ({ world, person, ada }) => {
    await subscribe(world, ada)
    for (let sent = 0; sent < 60; sent++) await person.get()
    const app = createApp(world.services)
    world.resetCalls()

    const answer = await app(exampleRequest(routes.entitlements, bearerOf(world, ada)))

    expect(answer.status).toBe(200)
    expect([...new Set(world.calls)]).toEqual([
      'accounts.get',
      'usageCounters.read',
      'usageCounters.latest',
    ])
  })

  test('leaves another user’s requests alone', async ({ world, person, ada, bob }) => {
    await subscribe(world, ada)
    for (let sent = 0; sent < 60; sent++) await person.get()
    const app = createApp(world.services)

    const answer = await app(exampleRequest(routes.subscription, bearerOf(world, bob)))

    expect(answer.status).toBe(200)
  })

  test('is still refused while the table can’t be reached', async ({ world, ada }) => {
    world.intercept(failing('requestCounts.add'))
    const app = createApp(world.services)
    const statuses = []
    for (let sent = 0; sent < 61; sent++) {
      statuses.push((await app(exampleRequest(routes.checkout, bearerOf(world, ada)))).status)
    }

    expect([...new Set(statuses)]).toEqual([200, 429])
  })
})

describe('an account that isn’t there', () => {
  test('is looked up in Cognito only so often', async ({ world }) => {
    const gone = { userId: 'sub-gone', username: 'sub-gone', email: 'gone@example.com' }
    const app = createApp(world.services)
    const statuses = new Set<number>()
    for (let sent = 0; sent < 61; sent++) {
      statuses.add((await app(exampleRequest(routes.entitlements, bearerOf(world, gone)))).status)
    }

    expect([...statuses]).toEqual([401, 429])
    expect(world.calls.filter((name) => name === 'people.find')).toHaveLength(60)
  })
})
