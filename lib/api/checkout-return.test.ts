import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/cognito/people'
import { failing } from '@/lib/testing/around'
import { withLifetime } from '@/lib/testing/catalog'
import { buy, openSession, visa } from '@/lib/testing/shop'
import { createWorld, type World, type WorldOptions } from '@/lib/testing/world'
import { settleCheckout } from './checkout-return'

let world: World
let ada: Person
let eve: Person
const start = async (options?: WorldOptions) => {
  world = await createWorld(options)
  ada = world.enrol('ada')
  eve = world.enrol('eve')
}
beforeEach(() => start())
afterEach(() => world.close())

async function comesBack(person: Person, sessionId: unknown) {
  const token = await world.services.tokens.verify(world.token(person))
  if (!token) throw new Error('The token was refused')
  return settleCheckout(world.services)(token, sessionId)
}

describe('coming back from Checkout', () => {
  it('finds the plan and the groups there, before any webhook', async () => {
    const session = await buy(world, ada)

    expect(await comesBack(ada, session)).toEqual({ kind: 'active', plan: 'pro', groups: ['pro'] })
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
  })

  it('may be done again, as a reload does', async () => {
    const session = await buy(world, ada)

    expect(await comesBack(ada, session)).toEqual(await comesBack(ada, session))
  })

  it('says so while nothing was paid, and where to pay', async () => {
    const session = await openSession(world, ada)

    expect(await comesBack(ada, session)).toMatchObject({
      kind: 'still_open',
      url: expect.stringContaining(session),
    })
  })

  it('says that the session is over', async () => {
    const session = await openSession(world, ada)
    world.engine.clock.advance({ days: 2 })

    expect(await comesBack(ada, session)).toEqual({ kind: 'expired' })
  })

  it('opens nothing while a bank payment is on its way', async () => {
    await world.close()
    await start({ catalog: withLifetime })
    const session = await openSession(world, ada, { plan: 'lifetime', interval: 'once' })
    world.engine.checkout.pay(session, { bank: 'succeeds' })

    expect(await comesBack(ada, session)).toEqual({ kind: 'pending' })
    expect(await world.cognito.of(ada.username)).toEqual(['free'])

    world.engine.clock.advance({ days: 5 })
    expect(await comesBack(ada, session)).toMatchObject({ kind: 'active', plan: 'lifetime' })
  })

  it('fails rather than guesses when Stripe does not answer', async () => {
    const session = await buy(world, ada)
    world.disturb(failing('stripe'))

    await expect(comesBack(ada, session)).rejects.toThrow()
  })
})

describe("a session_id that isn't one's own", () => {
  it('opens nothing, shows nothing and changes nothing', async () => {
    await openSession(world, eve)
    const session = await buy(world, ada)
    const before = [await world.accounts.get(ada.userId), await world.accounts.get(eve.userId)]

    expect(await comesBack(eve, session)).toEqual({ kind: 'not_yours' })

    expect([await world.accounts.get(ada.userId), await world.accounts.get(eve.userId)]).toEqual(
      before,
    )
    expect(await world.cognito.of(eve.username)).toEqual(['free'])
  })

  it('is refused to somebody who never bought anything, too', async () => {
    const session = await buy(world, ada)

    expect(await comesBack(eve, session)).toEqual({ kind: 'not_yours' })
    expect(await world.accounts.get(eve.userId)).toMatchObject({ access: { plan: 'free' } })
  })

  it('is refused for a session of another customer, whatever it says of its owner', async () => {
    await openSession(world, eve)
    const [price] = (await world.stripe.prices.list({ lookup_keys: ['saas_pro_month'] })).data
    const { id } = await world.stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: price?.id, quantity: 1 }],
      client_reference_id: eve.userId,
      metadata: { cognito_sub: eve.userId },
      success_url: 'https://app.test',
    })
    world.engine.checkout.pay(id, visa, { email: eve.email ?? '' })

    expect(await comesBack(eve, id)).toEqual({ kind: 'not_yours' })
  })

  it.each([
    undefined,
    null,
    '',
    7,
    ['cs_test_1'],
    { id: 'cs_test_1' },
    'cs_test_unheard',
    'cs_',
    'cs_test/../../customers',
    'cs_test?expand[]=customer',
    'cs_test_1\n',
    `cs_${'x'.repeat(300)}`,
    '{CHECKOUT_SESSION_ID}',
  ])('is refused: %j', async (sessionId) => {
    expect(await comesBack(ada, sessionId)).toEqual({ kind: 'not_yours' })
  })
})
