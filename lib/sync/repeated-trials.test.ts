import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/identity/people'
import { anyTrigger } from '@/testing/any-trigger'
import { deliver, deliverAll, eventFeed } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { openSession, postCheckout, subscribe, visa } from '@/testing/shop'
import { createWorld, type World } from '@/testing/world'
import { sendOutbox } from './outbox/send-outbox'
import { sync } from './sync'

const mastercard = { number: '5555555555554444' }

let world: World
let ada: Person
beforeEach(async () => {
  world = await createWorld({ env: { TRIAL_DAYS: '14', MAIL_FROM: 'team@example.com' } })
  ada = world.addUser('ada')
})
afterEach(() => world.close())

/** Somebody else, as Cognito knows people: another sub, and whatever address they gave. */
function enrol(name: string, email: string): Person {
  const person = { ...world.addUser(name), email }
  world.cognito.put(person)
  return person
}
async function tryOut(person: Person, card: { number: string } = visa, body?: object) {
  const session = await openSession(world, person, body)
  world.engine.checkout.pay(session, card)
  await deliverAll(world)
}
const row = async (person: Person) => {
  const account = await world.accounts.get(person.userId)
  if (!account) throw new Error('There is no row')
  return account
}
const subscriptions = () => world.engine.store.subscriptions.all()

describe('a trial', () => {
  it('is given once to a mailbox, whatever became of the account that had it', async () => {
    await tryOut(ada)
    world.accounts.drop(ada.userId)
    const again = enrol('ada-again', 'ada@example.com')
    await tryOut(again, mastercard)

    expect(subscriptions().map(({ status }) => status)).toEqual(['trialing', 'active'])
    expect((await row(again)).access).toMatchObject({ plan: 'pro', status: 'active' })
  })

  it.each(['Ada@Example.com', 'ada+again@example.com'])(
    'is the same mailbox’s when it is written %s',
    async (email) => {
      await tryOut(ada)
      await tryOut(enrol('eve', email), mastercard)

      expect(subscriptions().map(({ status }) => status)).toEqual(['trialing', 'active'])
    },
  )

  it('is given to another mailbox with another card', async () => {
    await tryOut(ada)
    await tryOut(enrol('bob', 'bob@example.com'), mastercard)

    expect(subscriptions().map(({ status }) => status)).toEqual(['trialing', 'trialing'])
  })

  it('with a card that had one elsewhere is ended before it opens anything, for nothing', async () => {
    await tryOut(ada)
    const bob = enrol('bob', 'bob@example.com')
    await tryOut(bob)

    expect(subscriptions().map(({ status }) => status)).toEqual(['trialing', 'canceled'])
    expect(world.engine.store.charges.size).toBe(0)
    const { access } = await row(bob)
    expect(access).toMatchObject({ plan: 'free', groups: ['free'], status: 'canceled' })
    expect(access.sources.map(({ why }) => why)).toContain(
      'We couldn’t start your Pro trial because this card or email was used for one before.',
    )
    const seen = (await world.audit.of(bob.userId, 20)).map((entry) => JSON.stringify(entry))
    expect(seen.filter((entry) => entry.includes('"plan":"pro"'))).toEqual([])
  })

  it('that was refused is told to the person, once, and they may buy instead', async () => {
    await tryOut(ada)
    const bob = enrol('bob', 'bob@example.com')
    await tryOut(bob)
    await sendOutbox(world.services)
    await sendOutbox(world.services)
    expect(world.mails.sent).toMatchObject([
      { to: 'bob@example.com', subject: 'We couldn’t start your trial' },
    ])

    await subscribe(world, bob, { plan: 'pro' })
    expect((await row(bob)).access).toMatchObject({ plan: 'pro', status: 'active' })
    expect(world.engine.store.charges.all()).toMatchObject([{ amount: 4_900 }])
  })

  it('of two windows under two accounts is had by one of them', async () => {
    const bob = enrol('bob', 'ada+bob@example.com')
    const sessions = [await openSession(world, ada), await openSession(world, bob)]
    for (const session of sessions) world.engine.checkout.pay(session, visa)
    await deliverAll(world)

    expect(
      subscriptions()
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['canceled', 'trialing'])
  })

  it('is not given again after the customer was deleted in Stripe and replaced', async () => {
    await tryOut(ada)
    await world.stripe.customers.del((await row(ada)).customerId ?? '')
    await deliverAll(world)
    await tryOut(ada, mastercard, { plan: 'starter' })

    expect((await row(ada)).access).toMatchObject({ plan: 'starter', status: 'active' })
  })

  it('is not given again, either, once Stripe knows nothing of it and there is no address', async () => {
    world.cognito.put({ ...ada, email: null })
    await tryOut(ada)
    await world.stripe.customers.del((await row(ada)).customerId ?? '')
    await deliverAll(world)
    await tryOut(ada, mastercard)
    await world.stripe.subscriptions.cancel(subscriptions().at(-1)?.id ?? '')
    await deliverAll(world)
    expect((await row(ada)).facts).toMatchObject({ subscriptions: [{ trialStart: null }] })

    await tryOut(ada, mastercard)

    expect(subscriptions().map(({ status }) => status)).toEqual(['canceled', 'canceled', 'active'])
  })

  it('that staff began by hand in Stripe is theirs to give', async () => {
    await tryOut(ada)
    const bob = enrol('bob', 'bob@example.com')
    await postCheckout(world, bob)
    const customer = (await row(bob)).customerId ?? ''
    const [price] = (await world.stripe.prices.list({ lookup_keys: ['saas_pro_month'] })).data
    const card = await world.stripe.paymentMethods.attach('pm_card_visa', { customer })
    await world.stripe.subscriptions.create({
      customer,
      items: [{ price: price?.id ?? '' }],
      default_payment_method: card.id,
      trial_period_days: 7,
    })
    await deliverAll(world)

    expect((await row(bob)).access).toMatchObject({ plan: 'pro', status: 'trialing' })
  })

  it('is marked once, and costs nothing more after that', async () => {
    await tryOut(ada)
    world.resetCalls()
    await sync(world.services, ada.userId, anyTrigger)

    expect(world.calls.filter((call) => call.startsWith('trials'))).toEqual([])
    expect(world.calls.filter((call) => call.startsWith('stripe'))).toHaveLength(1)
    expect(world.trials.all().size).toBe(2)
  })

  it.each(['trials.claim', 'stripe DELETE', 'accounts.save'])(
    'is refused all the same when %s fails first',
    async (part) => {
      await tryOut(ada)
      const bob = enrol('bob', 'bob@example.com')
      const events = eventFeed(world)
      world.engine.checkout.pay(await openSession(world, bob), visa)
      const sent = events()
      const created = sent.find(({ type }) => type === 'customer.subscription.created')
      world.intercept(failing(part))
      expect((await deliver(world, created ?? {})).status).toBe(500)
      world.resetCalls()

      await deliverAll(world)
      expect(subscriptions().map(({ status }) => status)).toEqual(['trialing', 'canceled'])
      expect(await world.cognito.of(bob.username)).toEqual(['free'])
    },
  )
})
