import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/cognito/people'
import { sync } from '@/lib/sync/sync'
import { failing, holding } from '@/lib/testing/around'
import { asked } from '@/lib/testing/occasion'
import { askCheckout, asking, buy, openSession, visa } from '@/lib/testing/shop'
import { createWorld, type World, type WorldOptions } from '@/lib/testing/world'
import { checkout } from './checkout'

let world: World
let ada: Person
const start = async (options?: WorldOptions) => {
  world = await createWorld(options)
  ada = world.enrol('ada')
}
beforeEach(() => start())
afterEach(() => world.close())

const sessions = () => world.engine.store.checkoutSessions.all()
const open = () => sessions().filter(({ status }) => status === 'open')
const codeOf = async (response: Response) => {
  const { error } = (await response.json()) as { error?: { code: string } }
  return [response.status, error?.code]
}

describe('POST /api/checkout', () => {
  it('sends a signed-in person to Stripe to pay for the plan', async () => {
    const response = await askCheckout(world, ada, { plan: 'pro', interval: 'year', quantity: 2 })

    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toContain('no-store')
    const [session] = sessions()
    expect(await response.json()).toEqual({ url: session?.url })
    expect(session).toMatchObject({
      mode: 'subscription',
      client_reference_id: ada.userId,
      amount_total: 98_000,
      success_url: 'https://app.test/checkout/return?session_id={CHECKOUT_SESSION_ID}',
      metadata: { cognito_sub: ada.userId, plan: 'pro' },
    })
  })

  it('makes their customer on the way, named by their sub', async () => {
    await askCheckout(world, ada)

    const [customer] = world.engine.store.customers.all()
    expect(customer).toMatchObject({ email: ada.email, metadata: { cognito_sub: ada.userId } })
    expect(await world.accounts.ownerOf(customer?.id ?? '')).toBe(ada.userId)
  })

  it('takes one seat by the month when nothing else is said', async () => {
    await askCheckout(world, ada, { plan: 'starter' })

    expect(sessions()).toMatchObject([{ amount_total: 1_900 }])
  })

  it('leads to the subscription once', async () => {
    await buy(world, ada)

    expect(await codeOf(await askCheckout(world, ada))).toEqual([409, 'already_subscribed'])
    expect(await codeOf(await askCheckout(world, ada, { plan: 'enterprise' }))).toEqual([
      409,
      'already_subscribed',
    ])
    expect(open()).toEqual([])
  })
})

describe('a body that wants more than a plan', () => {
  it.each([
    ['no body', ''],
    ['no JSON', 'plan=pro'],
    ['no object', '"pro"'],
    ['null', 'null'],
    ['a list', '[{"plan":"pro"}]'],
    ['no plan', {}],
    ['an unknown plan', { plan: 'platinum' }],
    ['a plan that is free', { plan: 'free' }],
    ['a plan of the wrong case', { plan: 'Pro' }],
    ['a plan called constructor', { plan: 'constructor' }],
    ['a plan called __proto__', { plan: '__proto__' }],
    ['a plan that is an object', { plan: { key: 'pro' } }],
    ['an interval we do not sell', { plan: 'pro', interval: 'week' }],
    ['an interval this plan is not sold in', { plan: 'pro', interval: 'once' }],
    ['quantity -1', { plan: 'pro', quantity: -1 }],
    ['quantity 0', { plan: 'pro', quantity: 0 }],
    ['quantity 1.5', { plan: 'pro', quantity: 1.5 }],
    ['quantity 1e9', { plan: 'pro', quantity: 1e9 }],
    ['quantity in words', { plan: 'pro', quantity: '2' }],
    ["the client's own price", { plan: 'pro', price: 'price_cheap' }],
    ["the client's own amount", { plan: 'pro', amountCents: 1 }],
    ["the client's own line items", { plan: 'pro', line_items: [{ price: 'price_cheap' }] }],
    ['a lookup key', { plan: 'pro', lookupKey: 'saas_starter_month' }],
    ['a trial', { plan: 'pro', trialDays: 365 }],
    ["Stripe's trial", { plan: 'pro', trial_period_days: 365 }],
    ['a discount', { plan: 'pro', discounts: [{ coupon: 'FREE' }] }],
    ['a return URL', { plan: 'pro', successUrl: 'https://evil.test' }],
    ["Stripe's return URL", { plan: 'pro', success_url: 'https://evil.test' }],
    ["somebody's customer id", { plan: 'pro', customer: 'cus_other' }],
    ["somebody's user id", { plan: 'pro', userId: 'sub-bob' }],
    ['metadata', { plan: 'pro', metadata: { cognito_sub: 'sub-bob' } }],
    ['a prototype', '{"plan":"pro","__proto__":{"trialDays":365}}'],
    ['a constructor', '{"plan":"pro","constructor":{"prototype":{"trialDays":365}}}'],
    ['70 KB', { plan: 'pro', note: 'x'.repeat(70_000) }],
  ])('is refused: %s', async (_, body) => {
    const response = await askCheckout(world, ada, body)

    expect([400, 413]).toContain(response.status)
    expect(await response.json()).toMatchObject({
      error: { code: response.status === 413 ? 'too_large' : 'invalid_request' },
    })
    expect(sessions()).toEqual([])
    expect(({} as Record<string, unknown>).trialDays).toBeUndefined()
  })
})

describe('two windows', () => {
  it('that want the same get the same session', async () => {
    const urls = await Promise.all(
      [1, 2, 3].map(async () => (await askCheckout(world, ada)).json()),
    )

    expect(open()).toHaveLength(1)
    expect(new Set(urls.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ url: open()[0]?.url })]),
    )
  })

  it('one after the other, get the same session without a second one being made', async () => {
    const first = await openSession(world, ada)

    expect(await openSession(world, ada)).toBe(first)
    expect(sessions()).toHaveLength(1)
  })

  it.each([{ plan: 'starter' }, { plan: 'pro', interval: 'year' }, { plan: 'pro', quantity: 2 }])(
    'of which the later wants %j: the older session ends',
    async (other) => {
      const older = await openSession(world, ada)
      const newer = await openSession(world, ada, other)

      expect(open().map(({ id }) => id)).toEqual([newer])
      expect(() => world.engine.checkout.pay(older, visa)).toThrow()
      expect((await world.accounts.get(ada.userId))?.checkout?.sessionId).toBe(newer)
    },
  )

  it('that want different plans at the same moment end with one to pay', async () => {
    const answers = await Promise.all(
      ['starter', 'pro', 'enterprise'].map((plan) => askCheckout(world, ada, { plan })),
    )

    expect(answers.some(({ status }) => status === 200)).toBe(true)
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
    expect(open()).toHaveLength(1)
  })

  it('of which one replaces the session the other was just looking at', async () => {
    await openSession(world, ada, { plan: 'pro', quantity: 5 })
    const slow = holding('stripe GET /v1/subscriptions')
    world.disturb(slow.around)
    const left = askCheckout(world, ada, { plan: 'enterprise' })
    await slow.reached
    await openSession(world, ada, { plan: 'starter' })
    slow.release()
    await left

    expect(open()).toHaveLength(1)
  })

  it('of which one has just paid: the other is told, and pays nothing', async () => {
    const session = await openSession(world, ada, { plan: 'starter' })
    const slow = holding('stripe POST /v1/checkout/sessions')
    world.disturb(slow.around)
    const left = askCheckout(world, ada, { plan: 'pro' })
    await slow.reached
    world.engine.checkout.pay(session, visa)
    slow.release()

    expect(await codeOf(await left)).toEqual([409, 'conflict'])
    expect(open()).toEqual([])
    expect(world.engine.store.subscriptions.size).toBe(1)
  })

  it('of which one paid before the other asked: no webhook is needed to know', async () => {
    const session = await openSession(world, ada)
    world.engine.checkout.pay(session, visa)

    expect(await codeOf(await askCheckout(world, ada))).toEqual([409, 'already_subscribed'])
  })
})

describe('a session left lying about', () => {
  it('is replaced shortly before it expires, so that it does not end under the hands', async () => {
    const older = await openSession(world, ada)
    world.engine.clock.advance({ hours: 23, minutes: 51 })

    const newer = await openSession(world, ada)

    expect(newer).not.toBe(older)
    expect(open().map(({ id }) => id)).toEqual([newer])
  })

  it('is replaced once it has expired', async () => {
    const older = await openSession(world, ada)
    world.engine.clock.advance({ days: 2 })

    expect(await openSession(world, ada)).not.toBe(older)
  })
})

describe('what came before', () => {
  it('a customer deleted in Stripe is replaced, so that a person can buy again', async () => {
    await askCheckout(world, ada)
    const gone = (await world.accounts.get(ada.userId))?.customerId ?? ''
    await world.stripe.customers.del(gone)

    await buy(world, ada, { plan: 'starter' })
    await sync(world.services, ada.userId, asked)

    const row = await world.accounts.get(ada.userId)
    expect(row).toMatchObject({ access: { plan: 'starter' } })
    expect(row?.customerId).not.toBe(gone)
  })

  it('a row that was lost sells nobody a second subscription, however long ago', async () => {
    await buy(world, ada)
    world.accounts.drop(ada.userId)
    world.engine.clock.advance({ hours: 26 })

    expect(await codeOf(await askCheckout(world, ada))).toEqual([409, 'already_subscribed'])
    expect(world.engine.store.customers.all()).toHaveLength(1)
  })

  it('a first payment still open is given up, so that it can not become a second subscription', async () => {
    await askCheckout(world, ada)
    const customer = (await world.accounts.get(ada.userId))?.customerId ?? ''
    const [price] = (await world.stripe.prices.list({ lookup_keys: ['saas_pro_month'] })).data
    const incomplete = await world.stripe.subscriptions.create({
      customer,
      items: [{ price: price?.id ?? '' }],
      payment_behavior: 'default_incomplete',
    })

    await buy(world, ada, { plan: 'starter' })

    const { status } = await world.stripe.subscriptions.retrieve(incomplete.id)
    expect(status).toBe('incomplete_expired')
  })
})

describe('a trial', () => {
  beforeEach(async () => {
    await world.close()
    await start({ env: { TRIAL_DAYS: '14' } })
  })

  it('is offered as configured', async () => {
    await buy(world, ada)

    expect(world.engine.store.subscriptions.all()).toMatchObject([{ status: 'trialing' }])
  })

  it('is given once: after it was ended, the next subscription costs from the first day', async () => {
    await buy(world, ada)
    await world.stripe.subscriptions.cancel(world.engine.store.subscriptions.all()[0]?.id ?? '')
    await buy(world, ada, { plan: 'enterprise' })

    expect(
      world.engine.store.subscriptions
        .all()
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['active', 'canceled'])
  })
})

describe('when something is down', () => {
  it.each(['accounts.get', 'accounts.linkCustomer', 'stripe', 'accounts.swapCheckout', 'groups'])(
    '%s: the person hears 500 and can try again',
    async (part) => {
      world.disturb(failing(part))
      const refused = await checkout(world.services)(
        asking(world, '/api/checkout', { as: ada, body: { plan: 'pro' } }),
      )
      world.calm()

      expect([200, 500]).toContain(refused.status)
      await buy(world, ada)
      expect(open().filter(({ url }) => url === null)).toEqual([])
      expect(world.engine.store.subscriptions.size).toBe(1)
    },
  )
})
