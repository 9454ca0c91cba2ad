import { describe, expect } from 'vitest'
import type { Person } from '@/lib/identity/people'
import { anyTrigger } from '@/testing/any-trigger'
import { deliver, deliverAll, eventFeed } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { openSession, postCheckout, subscribe, visa } from '@/testing/shop'
import { test } from '@/testing/test'
import { sendOutbox } from './outbox/send-outbox'
import { sync } from './sync'

const mastercard = { number: '5555555555554444' }

const it = test
  .extend('options', { env: { TRIAL_DAYS: '14', MAIL_FROM: 'team@example.com' } })
  /** Another user in Cognito: a new sub, and any email address. */
  .extend('addUserWithEmail', ({ world }) => (name: string, email: string): Person => {
    const person = { ...world.addUser(name), email }
    world.cognito.put(person)
    return person
  })
  .extend(
    'tryOut',
    ({ world }) =>
      async (person: Person, card: { number: string } = visa, body?: object) => {
        const session = await openSession(world, person, body)
        world.engine.checkout.pay(session, card)
        await deliverAll(world)
      },
  )

describe('a trial', () => {
  it('is given once per mailbox, even if the account was deleted', async ({
    world,
    ada,
    row,
    subscriptions,
    addUserWithEmail,
    tryOut,
  }) => {
    await tryOut(ada)
    world.accounts.drop(ada.userId)
    const again = addUserWithEmail('ada-again', 'ada@example.com')
    await tryOut(again, mastercard)

    expect(subscriptions().map(({ status }) => status)).toEqual(['trialing', 'active'])
    expect((await row(again)).access).toMatchObject({ plan: 'pro', status: 'active' })
  })

  it.for(['Ada@Example.com', 'ada+again@example.com'])(
    'is the same mailbox’s when it is written %s',
    async (email, { ada, subscriptions, addUserWithEmail, tryOut }) => {
      await tryOut(ada)
      await tryOut(addUserWithEmail('eve', email), mastercard)

      expect(subscriptions().map(({ status }) => status)).toEqual(['trialing', 'active'])
    },
  )

  it('is given for another mailbox and another card', async ({
    ada,
    subscriptions,
    addUserWithEmail,
    tryOut,
  }) => {
    await tryOut(ada)
    await tryOut(addUserWithEmail('bob', 'bob@example.com'), mastercard)

    expect(subscriptions().map(({ status }) => status)).toEqual(['trialing', 'trialing'])
  })

  it('with a card that had one elsewhere is canceled before it grants access, without a charge', async ({
    world,
    ada,
    row,
    subscriptions,
    addUserWithEmail,
    tryOut,
  }) => {
    await tryOut(ada)
    const bob = addUserWithEmail('bob', 'bob@example.com')
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

  it('that was refused is mailed to the user once, and the user may buy instead', async ({
    world,
    ada,
    row,
    addUserWithEmail,
    tryOut,
  }) => {
    await tryOut(ada)
    const bob = addUserWithEmail('bob', 'bob@example.com')
    await tryOut(bob)
    await sendOutbox(world.services)
    await sendOutbox(world.services)
    expect(world.mails.sent).toMatchObject([
      { to: 'bob@example.com', subject: 'We couldn’t start your trial of Tollgate' },
    ])

    await subscribe(world, bob, { plan: 'pro' })
    expect((await row(bob)).access).toMatchObject({ plan: 'pro', status: 'active' })
    expect(world.engine.store.charges.all()).toMatchObject([{ amount: 4_900 }])
  })

  it('is given to one of two accounts that start it at once', async ({
    world,
    ada,
    subscriptions,
    addUserWithEmail,
  }) => {
    const bob = addUserWithEmail('bob', 'ada+bob@example.com')
    const sessions = [await openSession(world, ada), await openSession(world, bob)]
    for (const session of sessions) world.engine.checkout.pay(session, visa)
    await deliverAll(world)

    expect(
      subscriptions()
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['canceled', 'trialing'])
  })

  it('is not given again after the customer was deleted in Stripe and replaced', async ({
    world,
    ada,
    row,
    tryOut,
  }) => {
    await tryOut(ada)
    await world.stripe.customers.del((await row(ada)).customerId ?? '')
    await deliverAll(world)
    await tryOut(ada, mastercard, { plan: 'starter' })

    expect((await row(ada)).access).toMatchObject({ plan: 'starter', status: 'active' })
  })

  it('is not given again if Stripe knows nothing of it and there is no address', async ({
    world,
    ada,
    row,
    subscriptions,
    tryOut,
  }) => {
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

  it('that staff began by hand in Stripe is left alone', async ({
    world,
    ada,
    row,
    addUserWithEmail,
    tryOut,
  }) => {
    await tryOut(ada)
    const bob = addUserWithEmail('bob', 'bob@example.com')
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

  it('is marked once, and costs no more calls after that', async ({ world, ada, tryOut }) => {
    await tryOut(ada)
    world.resetCalls()
    await sync(world.services, ada.userId, anyTrigger)

    expect(world.calls.filter((call) => call.startsWith('trials'))).toEqual([])
    expect(world.calls.filter((call) => call.startsWith('stripe'))).toHaveLength(1)
    expect(world.trials.all().size).toBe(2)
  })

  it.for(['trials.claim', 'stripe DELETE', 'accountWrites.save'])(
    'is refused all the same when %s fails first',
    async (part, { world, ada, subscriptions, addUserWithEmail, tryOut }) => {
      await tryOut(ada)
      const bob = addUserWithEmail('bob', 'bob@example.com')
      const events = eventFeed(world)
      world.engine.checkout.pay(await openSession(world, bob), visa)
      const sent = events()
      const created = sent.find(({ type }) => type === 'customer.subscription.created')
      world.intercept(failing(part))
      expect((await deliver(world, created ?? {})).status).toBeGreaterThanOrEqual(500)
      world.resetCalls()

      await deliverAll(world)
      expect(subscriptions().map(({ status }) => status)).toEqual(['trialing', 'canceled'])
      expect(await world.cognito.of(bob.username)).toEqual(['free'])
    },
  )
})
