import { describe, expect } from 'vitest'
import { sync } from '@/lib/sync/sync'
import { anyTrigger } from '@/testing/any-trigger'
import { unlimited } from '@/testing/api/unlimited'
import { holding } from '@/testing/intercept'
import { buy, openSession, postCheckout, statusAndCode, visa } from '@/testing/shop'
import { test as it } from '@/testing/test'

/** The limit would refuse some of the requests, and hide what those that it lets through cost. */
const withoutLimit = it.extend('options', { env: unlimited })

describe('two windows', () => {
  it('that want the same get the same session', async ({ world, ada, openSessions }) => {
    const urls = await Promise.all(
      [1, 2, 3].map(async () => (await postCheckout(world, ada)).json()),
    )

    expect(openSessions()).toHaveLength(1)
    expect(new Set(urls.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ url: openSessions()[0]?.url })]),
    )
  })

  it('one after the other, get the same session without a second one being made', async ({
    world,
    ada,
    sessions,
  }) => {
    const first = await openSession(world, ada)

    expect(await openSession(world, ada)).toBe(first)
    expect(sessions()).toHaveLength(1)
  })

  it.for([{ plan: 'starter' }, { plan: 'pro', interval: 'year' }, { plan: 'pro', quantity: 2 }])(
    'of which the later wants %j: the older session ends',
    async (other, { world, ada, openSessions }) => {
      const older = await openSession(world, ada)
      const newer = await openSession(world, ada, other)

      expect(openSessions().map(({ id }) => id)).toEqual([newer])
      expect(() => world.engine.checkout.pay(older, visa)).toThrow()
      expect((await world.accounts.get(ada.userId))?.checkout?.sessionId).toBe(newer)
    },
  )

  it('that want different plans at the same moment end with one to pay', async ({
    world,
    ada,
    openSessions,
  }) => {
    const answers = await Promise.all(
      ['starter', 'pro', 'enterprise'].map((plan) => postCheckout(world, ada, { plan })),
    )

    expect(answers.some(({ status }) => status === 200)).toBe(true)
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
    expect(openSessions()).toHaveLength(1)
  })

  it('of which one replaces the session the other was just looking at', async ({
    world,
    ada,
    openSessions,
  }) => {
    await openSession(world, ada, { plan: 'pro', quantity: 5 })
    const slow = holding('stripe GET /v1/subscriptions')
    world.intercept(slow.intercept)
    // As in another process: there nothing waits for it.
    const elsewhere = { ...world.services, accounts: { ...world.services.accounts } }
    const left = postCheckout({ ...world, services: elsewhere }, ada, { plan: 'enterprise' })
    await slow.reached
    await openSession(world, ada, { plan: 'starter' })
    slow.release()
    await left

    expect(openSessions()).toHaveLength(1)
  })

  it('of which one has just paid: the other is refused, and pays nothing', async ({
    world,
    ada,
    openSessions,
  }) => {
    const session = await openSession(world, ada, { plan: 'starter' })
    const slow = holding('stripe POST /v1/checkout/sessions')
    world.intercept(slow.intercept)
    const left = postCheckout(world, ada, { plan: 'pro' })
    await slow.reached
    world.engine.checkout.pay(session, visa)
    slow.release()

    expect(await statusAndCode(await left)).toEqual([409, 'conflict'])
    expect(openSessions()).toEqual([])
    expect(world.engine.store.subscriptions.size).toBe(1)
  })

  it('of which one paid before the other asked: no webhook is needed to know', async ({
    world,
    ada,
  }) => {
    const session = await openSession(world, ada)
    world.engine.checkout.pay(session, visa)

    expect(await statusAndCode(await postCheckout(world, ada))).toEqual([409, 'already_subscribed'])
  })
})

describe('a session left lying about', () => {
  it('is replaced shortly before it expires, so that it doesn’t expire while the user types', async ({
    world,
    ada,
    openSessions,
  }) => {
    const older = await openSession(world, ada)
    world.engine.clock.advance({ hours: 23, minutes: 51 })

    const newer = await openSession(world, ada)

    expect(newer).not.toBe(older)
    expect(openSessions().map(({ id }) => id)).toEqual([newer])
  })

  it('is replaced once it has expired', async ({ world, ada }) => {
    const older = await openSession(world, ada)
    world.engine.clock.advance({ days: 2 })

    expect(await openSession(world, ada)).not.toBe(older)
  })
})

describe('an earlier purchase', () => {
  it('a customer deleted in Stripe is replaced, so that a person can buy again', async ({
    world,
    ada,
  }) => {
    await postCheckout(world, ada)
    const gone = (await world.accounts.get(ada.userId))?.customerId ?? ''
    await world.stripe.customers.del(gone)

    await buy(world, ada, { plan: 'starter' })
    await sync(world.services, ada.userId, anyTrigger)

    const row = await world.accounts.get(ada.userId)
    expect(row).toMatchObject({ access: { plan: 'starter' } })
    expect(row?.customerId).not.toBe(gone)
  })

  it('is found although the row was lost: no second subscription is sold, however long ago', async ({
    world,
    ada,
  }) => {
    await buy(world, ada)
    world.accounts.drop(ada.userId)
    world.engine.clock.advance({ hours: 26 })

    expect(await statusAndCode(await postCheckout(world, ada))).toEqual([409, 'already_subscribed'])
    expect(world.engine.store.customers.all()).toHaveLength(1)
  })

  it('a first payment still open is given up, so that it can not become a second subscription', async ({
    world,
    ada,
  }) => {
    await postCheckout(world, ada)
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

describe('64 requests of one user at once', () => {
  withoutLimit(
    'cost at most 3 calls to Stripe each, and none is our error',
    async ({ world, ada }) => {
      world.resetCalls()

      const answers = await Promise.all(
        Array.from({ length: 64 }, () => postCheckout(world, ada, { plan: 'pro' })),
      )

      const statuses = new Set(answers.map(({ status }) => status))
      expect([...statuses].filter((status) => ![200, 409].includes(status))).toEqual([])
      const toStripe = world.calls.filter((name) => name.startsWith('stripe'))
      expect(toStripe.length).toBeLessThanOrEqual(64 * 3)
    },
  )
})
