import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/identity/people'
import { apiRequest, subscribe } from '@/testing/shop'
import { createWorld, type World } from '@/testing/world'
import { pay } from './billing-pages/pay'
import { portal } from './billing-pages/portal'
import { checkout } from './checkout/checkout'
import { entitlements } from './gates/entitlements'
import { feature } from './gates/feature'
import { cancel } from './subscription/cancel'
import { changePlan } from './subscription/change'
import { pause } from './subscription/pause'
import { previewChange } from './subscription/preview'
import { resume } from './subscription/resume'
import { subscription } from './subscription/subscription'

let world: World
let ada: Person
let eve: Person
beforeEach(async () => {
  world = await createWorld()
  ada = world.addUser('ada')
  eve = world.addUser('eve')
})
afterEach(() => world.close())

type Route = (request: Request) => Promise<Response>
const routes: [name: string, body: unknown, route: () => Route][] = [
  ['POST /api/checkout', { plan: 'pro' }, () => checkout(world.services)],
  ['POST /api/portal', {}, () => portal(world.services)],
  ['POST /api/pay', {}, () => pay(world.services)],
  ['GET /api/entitlements', undefined, () => entitlements(world.services)],
  ['GET /api/subscription', undefined, () => subscription(world.services)],
  ['POST /api/subscription/preview', { plan: 'pro' }, () => previewChange(world.services)],
  [
    'POST /api/subscription/change',
    { plan: 'pro', previewId: '1772366400.x' },
    () => changePlan(world.services),
  ],
  ['POST /api/subscription/cancel', {}, () => cancel(world.services)],
  ['POST /api/subscription/resume', {}, () => resume(world.services)],
  ['POST /api/subscription/pause', {}, () => pause(world.services)],
  [
    'GET /api/features/api-access',
    undefined,
    () => (request) => feature(world.services)(request, { params: { feature: 'api-access' } }),
  ],
]

const strangers: [who: string, token: () => string | undefined][] = [
  ['somebody without a token', () => undefined],
  ['an empty token', () => ' '],
  ['words', () => 'let me in'],
  ['an ID token', () => world.token(ada, { token_use: 'id', aud: 'test-client' })],
  ['a refresh token', () => world.token(ada, { token_use: 'refresh' })],
  ['an expired token', () => world.token(ada, { exp: Math.floor(Date.now() / 1000) - 60 })],
  ['a token without an end', () => world.token(ada, { exp: undefined })],
  ['a token for another client', () => world.token(ada, { client_id: 'another' })],
  ["another pool's token", () => world.token(ada, { iss: `${world.issuer.issuer}x` })],
  ['a token without a sub', () => world.token(ada, { sub: undefined })],
  ['a token with a changed sub', () => withSub(world.token(eve), ada.userId)],
  ['an unsigned token', () => world.token(ada).replace(/[^.]+$/, '')],
]

describe.each(routes)('%s', (name, body, route) => {
  const ask = (token: string | undefined) =>
    route()(apiRequest(world, name.replace(/^\w+ /, ''), { body, ...(token && { token }) }))

  it.each(strangers)('refuses %s, and calls nobody', async (_, token) => {
    const response = await ask(token())

    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: { code: 'unauthenticated' } })
    expect(world.calls).toEqual([])
  })

  it('answers a person about themselves, whatever they say of others', async () => {
    await subscribe(world, ada)
    const before = await world.accounts.get(ada.userId)
    const { customerId } = before ?? {}

    const url = `${name.replace(/^\w+ /, '')}?userId=${ada.userId}&customer=${customerId}`
    const request = apiRequest(world, url, { as: eve, body })
    request.headers.set('x-user-id', ada.userId)
    const text = await (await route()(request)).text()

    expect(text).not.toContain(ada.userId)
    expect(text).not.toContain(customerId)
    expect(await world.accounts.get(ada.userId)).toEqual(before)
    const ofAda = world.engine.store.portalSessions.where('customer', customerId ?? '')
    expect(ofAda).toEqual([])
  })
})

function withSub(token: string, sub: string): string {
  const [header, claims = '', signature] = token.split('.')
  const changed = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), sub }
  return [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.')
}
