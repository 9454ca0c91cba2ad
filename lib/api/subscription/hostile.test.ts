import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/identity/people'
import { apiRequest, subscribe } from '@/testing/shop'
import { subscriptionOf } from '@/testing/subscription'
import { createWorld, type World } from '@/testing/world'
import { cancel } from './cancel'
import { changePlan } from './change'
import { pause } from './pause'
import { previewChange } from './preview'
import { resume } from './resume'
import { runningOf } from './running'
import { getSubscription } from './subscription'

let world: World
let ada: Person
let eve: Person
/** One for all: what is refused changes nothing. */
beforeAll(async () => {
  world = await createWorld()
  ada = world.addUser('ada')
  eve = world.addUser('eve')
  await subscribe(world, ada, { plan: 'starter' })
  await subscribe(world, eve, { plan: 'starter' })
  await world.stripe.coupons.create({ id: 'FREE', percent_off: 100, duration: 'forever' })
})
afterAll(() => world.close())

const all = () => JSON.stringify(world.engine.store.subscriptions.all())
const posts = ['preview', 'change', 'cancel', 'resume', 'pause'] as const
type Post = (typeof posts)[number]
/** What each takes from an honest user. */
const honest: Record<Post, Record<string, unknown>> = {
  preview: { plan: 'pro' },
  change: { plan: 'pro', previewId: '1772366400.x' },
  cancel: {},
  resume: {},
  pause: {},
}

const wishes: [string, object][] = [
  ["another user's subscription", { subscription: 'sub_other' }],
  ["another user's subscriptionId", { subscriptionId: 'sub_other' }],
  ["another user's customer", { customer: 'cus_other' }],
  ["another user's customerId", { customerId: 'cus_other' }],
  ["another user's userId", { userId: 'sub-ada' }],
  ["the client's own price", { price: 'price_cheap' }],
  ["the client's own lookup key", { lookupKey: 'saas_starter_month' }],
  ["the client's own amount", { amountCents: 1 }],
  ["the client's own items", { items: [{ price: 'price_cheap' }] }],
  ['a trial', { trialDays: 365 }],
  ["Stripe's trial", { trial_end: 4_102_444_800 }],
  ['a discount', { discounts: [{ coupon: 'FREE' }] }],
  ['a coupon', { coupon: 'FREE' }],
  ['its own proration', { proration_behavior: 'none' }],
  ["another second's proration", { prorationDate: '2026-03-31T00:00:00.000Z' }],
  ['a payment behavior', { payment_behavior: 'allow_incomplete' }],
  ['a return URL', { returnUrl: 'https://evil.test' }],
  ['metadata', { metadata: { cognito_sub: 'sub-ada' } }],
]
describe.each(posts)('POST /api/subscription/%s', (act) => {
  it.each(wishes)('refuses %s', async (_, wish) => {
    const before = all()
    const { status, body } = await subscriptionOf(world, eve)[act]({ ...honest[act], ...wish })

    expect(status).toBe(400)
    expect(body).toMatchObject({ error: { code: 'invalid_request' } })
    expect(all()).toBe(before)
  })

  it.each([
    ['no body', ''],
    ['no JSON', 'plan=pro'],
    ['no object', '"pro"'],
    ['null', 'null'],
    ['a list', '[{"plan":"pro"}]'],
    ['a prototype', '{"plan":"pro","__proto__":{"trialDays":365}}'],
    ['a constructor', '{"plan":"pro","constructor":{"prototype":{"trialDays":365}}}'],
    ['70 KB', JSON.stringify({ plan: 'pro', comment: 'x'.repeat(70_000) })],
  ])('refuses %s', async (_, body) => {
    const before = all()

    expect([400, 413]).toContain((await subscriptionOf(world, eve)[act](body)).status)
    expect(({} as Record<string, unknown>).trialDays).toBeUndefined()
    expect(all()).toBe(before)
  })
})

describe.each(['preview', 'change'] as const)('POST /api/subscription/%s', (act) => {
  it.each([
    ['an unknown plan', { plan: 'platinum' }],
    ['the free plan', { plan: 'free' }],
    ['a plan of the wrong case', { plan: 'Pro' }],
    ['a plan called __proto__', { plan: '__proto__' }],
    ['a plan that is an object', { plan: { key: 'pro' } }],
    ['an interval that is not sold', { interval: 'week' }],
    ['once', { interval: 'once' }],
    ['quantity -1', { quantity: -1 }],
    ['quantity 0', { quantity: 0 }],
    ['quantity 1.5', { quantity: 1.5 }],
    ['quantity 1e9', { quantity: 1e9 }],
    ['quantity above what is sold', { quantity: 1_001 }],
    ['quantity in words', { quantity: '2' }],
    ['a code that is an object', { promotionCode: { coupon: 'FREE' } }],
    ["a coupon's id for a code", { promotionCode: 'FREE' }],
    ['a code with a path in it', { promotionCode: '../coupons' }],
  ])('refuses %s', async (_, wish) => {
    const before = all()
    const { status, body } = await subscriptionOf(world, eve)[act]({ ...honest[act], ...wish })

    expect(status).toBe(400)
    expect(body).toMatchObject({ error: { code: 'invalid_request' } })
    expect(all()).toBe(before)
  })
})

it.each([
  ['cancel', { when: 'yesterday' }],
  ['cancel', { reason: 'because' }],
  ['cancel', { comment: 'x'.repeat(501) }],
  ['resume', { what: 'everything' }],
  ['pause', { resumesAt: 'tomorrow' }],
  ['pause', { resumesAt: 1_772_366_400 }],
  ['pause', { resumesAt: '2026-02-01T00:00:00.000Z' }],
  ['pause', { resumesAt: '2126-01-01T00:00:00.000Z' }],
  ['pause', { behavior: 'keep_as_draft' }],
] as const)('POST /api/subscription/%s refuses %j', async (act, body) => {
  const before = all()

  expect((await subscriptionOf(world, eve)[act](body)).status).toBe(400)
  expect(all()).toBe(before)
})

it("one user's preview does not work for another", async () => {
  const { body } = await subscriptionOf(world, ada).preview({ plan: 'pro' })
  const before = all()

  expect(
    await subscriptionOf(world, eve).change({ plan: 'pro', previewId: body.previewId }),
  ).toMatchObject({ status: 409, body: { error: { code: 'preview_stale' } } })
  expect(all()).toBe(before)
})

const handlers = { preview: previewChange, change: changePlan, cancel, resume, pause }
const cookie = (as: Person) => {
  const name = `CognitoIdentityServiceProvider.${world.issuer.clientId}`
  return `${name}.LastAuthUser=${as.username}; ${name}.${as.username}.accessToken=${world.token(as)}`
}

describe.each(posts)('POST /api/subscription/%s, without permission', (act) => {
  const send = (headers: Record<string, string>) =>
    handlers[act](world.services)(
      new Request(`https://app.test/api/subscription/${act}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(honest[act]),
      }),
    )

  it('is closed without signing in, and calls nothing', async () => {
    world.resetCalls()

    expect((await send({})).status).toBe(401)
    expect((await send({ authorization: 'Bearer let-me-in' })).status).toBe(401)
    expect(world.calls).toEqual([])
  })

  it.each(['https://evil.test', 'https://app.test.evil.test', 'http://app.test', 'null', ''])(
    'is closed to a page of %j',
    async (origin) => {
      const before = all()
      const response = await send({ cookie: cookie(eve), origin })

      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({ error: { code: 'foreign_origin' } })
      expect(all()).toBe(before)
    },
  )

  it('is open to our own page', async () => {
    const mallory = world.addUser(`mallory-${act}`)
    await subscribe(world, mallory, { plan: 'starter' })
    const response = await send({ cookie: cookie(mallory), origin: 'https://app.test' })

    expect([200, 409]).toContain(response.status)
  })
})

describe('GET /api/subscription', () => {
  it('is closed without signing in', async () => {
    const response = await getSubscription(world.services)(apiRequest(world, '/api/subscription'))

    expect(response.status).toBe(401)
  })

  it('shows users their own, whatever the URL says', async () => {
    await subscriptionOf(world, ada).switchTo({ plan: 'pro' })
    const [ofAda] = world.engine.store.subscriptions.all()
    const path = `/api/subscription?subscription=${ofAda?.id}&userId=${ada.userId}`
    const response = await getSubscription(world.services)(apiRequest(world, path, { as: eve }))

    expect(response.headers.get('cache-control')).toContain('no-store')
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ subscription: { plan: 'starter' } })
    expect(text).not.toContain(ofAda?.id)
    expect(text).not.toMatch(/(sub|cus|price|si|in)_\w{10}/)
  })

  it('is null for a user who has none', async () => {
    const bob = world.addUser('bob')

    expect(await subscriptionOf(world, bob).get()).toMatchObject({
      status: 200,
      body: { subscription: null, access: { plan: 'free', status: 'none' } },
    })
  })

  it('lists what there is to change to, and when it would happen', async () => {
    const { body } = await subscriptionOf(world, eve).get()
    const { options } = body.subscription as { options: Record<string, string>[] }

    expect(
      options.map(({ plan, interval, effective }) => `${plan} ${interval} ${effective}`),
    ).toEqual([
      'starter month same',
      'starter year now',
      'pro month now',
      'pro year now',
      'enterprise month now',
      'enterprise year now',
    ])
  })
})

it('finds no subscription of another customer, even if the row names it', async () => {
  const [own, other] = await Promise.all([
    world.services.accounts.get(ada.userId),
    world.services.accounts.get(eve.userId),
  ])
  if (!own || !other) throw new Error('Both users have a row')

  expect(await runningOf(world.services, own)).toMatchObject({ customerId: own.customerId })
  expect(await runningOf(world.services, { ...own, customerId: other.customerId })).toBeNull()
})
