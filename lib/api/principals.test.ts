import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp, exampleRequest, routeList } from '@/testing/api/app'
import { signed } from '@/testing/deliver'
import { subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { createWorld, serviceSecret, type World } from '@/testing/world'
import type { Route } from './route'

/** One world for all tests that only check who is allowed. */
let shared: { world: World; app: (request: Request) => Promise<Response> }
beforeAll(async () => {
  const world = await createWorld()
  shared = { world, app: createApp(world.services) }
})
beforeEach(() => shared.world.resetCalls())
afterAll(() => shared.world.close())

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const tokenWith = (groups: string[]) => (world: World) =>
  bearer(world.tokenIn(world.addUser(`in-${groups.join()}`), ...groups))

/** What each principal sends to say who they are. */
const principals = {
  anonymous: () => ({}),
  user: tokenWith([]),
  'user of the highest plan': tokenWith(['enterprise']),
  support: tokenWith(['support']),
  managers: tokenWith(['managers']),
  admins: tokenWith(['admins']),
  scheduler: () => bearer('a-secret-for-the-cron-job'),
  service: () => bearer(serviceSecret),
  'service with another secret': () => bearer(`${serviceSecret}s`),
  'scheduler with another secret': () => bearer('a-secret-for-the-cron-jobs'),
  stripe: (_: World, route: Route) => {
    const { headers } = signed(String(route.example.body))
    return { 'stripe-signature': headers.get('stripe-signature') ?? '' }
  },
} satisfies Record<string, (world: World, route: Route) => Record<string, string>>

type Principal = keyof typeof principals
const names = Object.keys(principals) as Principal[]
const users: Principal[] = ['user', 'user of the highest plan', 'support', 'managers', 'admins']

/** The allowed principals, by the route's caller. */
const letIn: Record<string, Principal[]> = {
  Anyone: names,
  'A signed-in user': users,
  'Staff: the group `support` or above': ['support', 'managers', 'admins'],
  'Staff: the group `managers` or above': ['managers', 'admins'],
  'Staff: the group `admins` or above': ['admins'],
  'A service, with a secret of `SERVICE_KEYS` as its Bearer token': ['service'],
  'The scheduler, with `CRON_SECRET` as its Bearer token': ['scheduler'],
  'Stripe, by the signature in `stripe-signature`': ['stripe'],
}

const codeOf = async (response: Response): Promise<string | undefined> => {
  const text = await response.text()
  return text ? JSON.parse(text).error?.code : undefined
}

describe.each(routeList)('%s', (_, route) => {
  it.each(names)('from %s: lets in the callers that the table names', async (name) => {
    const { world, app } = shared
    const ownErrors: readonly string[] = route.errors ?? []
    const headers = principals[name](world, route)

    const code = await codeOf(await app(exampleRequest(route, headers)))

    const refusals = ['unauthenticated', 'invalid_signature', 'forbidden', 'foreign_origin']
    const isRefused = code !== undefined && refusals.includes(code) && !ownErrors.includes(code)
    expect({ code, isLetIn: !isRefused }).toMatchObject({
      isLetIn: letIn[route.caller.words]?.includes(name),
    })
    if (isRefused) expect(world.calls).toEqual([])
  })
})

const strangers: [who: string, token: (world: World) => string][] = [
  ['an empty token', () => ' '],
  ['words', () => 'let me in'],
  ['an ID token', (world) => tokenOf(world, { token_use: 'id', aud: 'test-client' })],
  ['a refresh token', (world) => tokenOf(world, { token_use: 'refresh' })],
  ['an expired token', (world) => tokenOf(world, { exp: Math.floor(Date.now() / 1000) - 60 })],
  ['a token without an end', (world) => tokenOf(world, { exp: undefined })],
  ['a token for another client', (world) => tokenOf(world, { client_id: 'another' })],
  ["another pool's token", (world) => tokenOf(world, { iss: `${world.issuer.issuer}x` })],
  ['a token without a sub', (world) => tokenOf(world, { sub: undefined })],
  ['a token with a changed sub', (world) => withSub(tokenOf(world), 'sub-bob')],
  ['an unsigned token', (world) => tokenOf(world).replace(/[^.]+$/, '')],
]

/** An admin's, so that only what is wrong with it can be why it is refused. */
const tokenOf = (world: World, claims: Record<string, unknown> = {}) =>
  world.token(world.addUser('ada'), { 'cognito:groups': ['admins'], ...claims })

const ofUsers = routeList.filter(([, { caller }]) => ['user', 'staff'].includes(caller.kind))

describe.each(ofUsers)('%s', (_, route) => {
  it.each(strangers)('refuses %s, and calls nothing', async (_, token) => {
    const { world, app } = shared

    const response = await app(exampleRequest(route, bearer(token(world))))

    expect(response.status).toBe(401)
    expect(await codeOf(response)).toBe('unauthenticated')
    expect(world.calls).toEqual([])
  })
})

const origins = [
  undefined,
  'null',
  '',
  'https://evil.example',
  'http://app.test',
  'https://app.test:8443',
  'https://app.test.evil.example',
  'https://www.app.test',
  'https://app.test/',
]

describe.each(ofUsers.filter(([, { method }]) => method !== 'GET'))('%s', (_, route) => {
  const cookies = (world: World) => {
    const prefix = `CognitoIdentityServiceProvider.${world.issuer.clientId}`
    return `${prefix}.LastAuthUser=ada; ${prefix}.ada.accessToken=${tokenOf(world)}`
  }

  it.each(origins)('with a cookie refuses the origin %j', async (origin) => {
    const { world, app } = shared

    const headers = { cookie: cookies(world), ...(origin !== undefined && { origin }) }

    const response = await app(exampleRequest(route, headers))

    expect(await codeOf(response)).toBe('foreign_origin')
    expect(world.calls).toEqual([])
  })

  it("with a cookie takes this site's own origin", async () => {
    const { world, app } = shared
    const headers = { cookie: cookies(world), origin: 'https://app.test' }

    expect(await codeOf(await app(exampleRequest(route, headers)))).not.toBe('foreign_origin')
  })
})

const ownRoutes = routeList.filter(([, { caller }]) => caller.kind === 'user')

describe.each(ownRoutes)('%s', (_, route) => {
  test('answers users about themselves, whatever they say of others', async ({
    world,
    ada,
    eve,
    row,
  }) => {
    await subscribe(world, ada)
    const before = await row()
    const { customerId } = before
    const { userId } = ada

    const request = exampleRequest(route, { ...bearer(world.token(eve)), 'x-user-id': userId })
    const url = new URL(request.url)
    url.searchParams.set('userId', userId)
    url.searchParams.set('customer', customerId ?? '')
    const text = await (await createApp(world.services)(new Request(url, request))).text()

    expect(text).not.toContain(userId)
    expect(text).not.toContain(customerId)
    expect(await row()).toEqual(before)
    expect(world.engine.store.portalSessions.where('customer', customerId ?? '')).toEqual([])
  })
})

function withSub(token: string, sub: string): string {
  const [header, claims = '', signature] = token.split('.')
  const changed = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), sub }
  return [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.')
}
