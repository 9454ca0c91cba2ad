import { describe, expect } from 'vitest'
import type { Person } from '@/lib/identity/people'
import { ensureAccount } from '@/lib/sync/account'
import { sendOutbox } from '@/lib/sync/outbox/send-outbox'
import { reconcile } from '@/lib/sync/reconcile/reconcile'
import { sync } from '@/lib/sync/sync'
import { anyTrigger } from '@/testing/any-trigger'
import { withLifetime } from '@/testing/catalog'
import { deliverAll } from '@/testing/deliver'
import { failing, holding } from '@/testing/intercept'
import { buy, openSession, visa } from '@/testing/shop'
import { simulatedTime } from '@/testing/simulated-time'
import { test } from '@/testing/test'
import { checkoutOutcome } from './checkout-return'

const it = test
  /** A user who has just signed up and is in the default group. */
  .extend('settled', ({ world }) => async (person: Person) => {
    await ensureAccount(world.services, person)
    await sync(world.services, person.userId, anyTrigger)
  })
  .extend('comesBack', ({ world }) => async (person: Person, sessionId: unknown) => {
    const token = await world.services.tokens.verify(world.token(person))
    if (!token) throw new Error('The token was refused')
    return checkoutOutcome(world.services)(token, sessionId)
  })
const withTrial = it.extend('options', { env: { TRIAL_DAYS: '14' } })
const sellingLifetime = it.extend('options', { catalog: withLifetime })

describe('coming back from Checkout', () => {
  it('finds the plan and the groups there, before any webhook', async ({
    world,
    ada,
    comesBack,
  }) => {
    const session = await buy(world, ada)

    expect(await comesBack(ada, session)).toEqual({
      kind: 'active',
      plan: 'pro',
      groups: ['pro'],
      endsAt: null,
      trialEndsAt: null,
      receipt: {
        amountCents: 4_900,
        currency: 'usd',
        paymentMethod: { brand: 'visa', last4: '4242' },
        url: expect.stringContaining('/i/'),
      },
    })
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
  })

  withTrial(
    'says of a trial that it is one, since nothing was paid',
    async ({ world, ada, comesBack }) => {
      expect(await comesBack(ada, await buy(world, ada))).toMatchObject({
        kind: 'active',
        plan: 'pro',
        trialEndsAt: new Date('2026-03-15T12:00:00Z'),
      })
    },
  )

  it.for(['hangs', 'is down'])(
    'says that nothing is known while Stripe %s',
    async (how, { world, ada }) => {
      const session = await buy(world, ada)
      const token = await world.services.tokens.verify(world.token(ada))
      if (!token) throw new Error('The token was refused')
      const hanging = holding('stripe GET /v1/checkout')
      world.intercept(how === 'hangs' ? hanging.intercept : failing('stripe'))

      const outcome = await checkoutOutcome(world.services, 200)(token, session)

      expect(outcome).toEqual({ kind: 'unreachable' })
      hanging.release()
    },
  )

  it('may be done again, as a reload does', async ({ world, ada, comesBack }) => {
    const session = await buy(world, ada)

    expect(await comesBack(ada, session)).toEqual(await comesBack(ada, session))
  })

  it('says so while nothing was paid, and where to pay', async ({ world, ada, comesBack }) => {
    const session = await openSession(world, ada)

    expect(await comesBack(ada, session)).toMatchObject({
      kind: 'still_open',
      url: expect.stringContaining(session),
    })
  })

  it('says that the session is over', async ({ world, ada, comesBack }) => {
    const session = await openSession(world, ada)
    world.engine.clock.advance({ days: 2 })

    expect(await comesBack(ada, session)).toEqual({ kind: 'expired' })
  })

  describe.each([
    ['a subscription, incomplete at first', { bankStarts: 'incomplete' }, { plan: 'pro' }],
    ['a subscription, active at first', { bankStarts: 'active' }, { plan: 'pro' }],
    ['a lifetime purchase', {}, { plan: 'lifetime', interval: 'once' }],
  ] as const)('from a bank payment for %s', (_, settings, body) => {
    it.override('options', {
      catalog: withLifetime,
      stripe: { settings: { paymentMethodTypes: ['card', 'us_bank_account'], ...settings } },
      env: { MAIL_FROM: 'us@app.test' },
    })
    let session: string
    it.beforeEach(async ({ world, ada }) => {
      session = await openSession(world, ada, body)
    })

    it('opens nothing while it is on its way, and everything when it arrives', async ({
      world,
      ada,
      access,
      comesBack,
    }) => {
      world.engine.checkout.pay(session, { bank: 'succeeds' })
      expect(await comesBack(ada, session)).toEqual({ kind: 'pending', isBank: true })
      await deliverAll(world)
      expect(await world.cognito.of(ada.username)).toEqual(['free'])
      expect((await access())?.bankPayment).toMatchObject({ state: 'processing', plan: body.plan })

      world.engine.clock.advance({ days: 5 })
      await deliverAll(world)
      expect(await world.cognito.of(ada.username)).toEqual([body.plan])
      expect((await access())?.bankPayment).toBeNull()
      expect(await comesBack(ada, session)).toMatchObject({ kind: 'active', plan: body.plan })
    })

    it('is no drift to reconcile, which compares all of Stripe with the table', async ({
      world,
      eve,
      settled,
    }) => {
      await settled(eve)
      world.engine.checkout.pay(session, { bank: 'fails' })
      await deliverAll(world)
      const timing = simulatedTime()
      const looked = { dryRun: true, timing }
      expect(await reconcile(world.services, looked)).toMatchObject({ suspects: 0, findings: [] })

      world.engine.clock.advance({ days: 5 })
      await deliverAll(world)
      expect((await reconcile(world.services, looked)).findings).toEqual([])
    })

    it('opens nothing when it bounces, and says so here and by mail, once', async ({
      world,
      ada,
      access,
      comesBack,
    }) => {
      world.engine.checkout.pay(session, { bank: 'fails' })
      await deliverAll(world)
      world.engine.clock.advance({ days: 5 })
      await deliverAll(world)
      await sendOutbox(world.services)

      expect(await comesBack(ada, session)).toEqual({ kind: 'payment_failed' })
      expect(await world.cognito.of(ada.username)).toEqual(['free'])
      expect(await access()).toMatchObject({ plan: 'free', graceUntil: null })
      expect((await access())?.bankPayment).toMatchObject({ state: 'failed', plan: body.plan })
      expect(world.mails.sent).toMatchObject([
        { to: ada.email, subject: 'Your bank payment to Tollgate failed' },
      ])
    })
  })

  withTrial(
    'says that a trial was refused, since its card had one',
    async ({ world, ada, eve, comesBack }) => {
      await comesBack(ada, await buy(world, ada))

      expect(await comesBack(eve, await buy(world, eve))).toEqual({
        kind: 'trial_refused',
        plan: 'pro',
      })
    },
  )

  withTrial(
    'says so as well after another product was bought',
    async ({ world, ada, eve, comesBack }) => {
      await comesBack(ada, await buy(world, ada))
      const session = await buy(world, eve)
      await comesBack(eve, session)
      const product = await world.stripe.products.create({ name: 'A course' })
      const course = await world.stripe.prices.create({
        product: product.id,
        unit_amount: 900,
        currency: 'usd',
        recurring: { interval: 'month' },
      })
      const { customerId } = (await world.accounts.get(eve.userId)) ?? {}
      world.engine.clock.advance({ seconds: 60 })
      await world.stripe.subscriptions.create({
        customer: `${customerId}`,
        items: [{ price: course.id }],
        collection_method: 'send_invoice',
        days_until_due: 30,
      })

      expect(await comesBack(eve, session)).toEqual({ kind: 'trial_refused', plan: 'pro' })
    },
  )

  sellingLifetime(
    'says when the subscription ends that was bought off',
    async ({ world, ada, comesBack }) => {
      await comesBack(ada, await buy(world, ada))
      const session = await buy(world, ada, {
        plan: 'lifetime',
        interval: 'once',
        endSubscription: true,
      })

      expect(await comesBack(ada, session)).toMatchObject({
        kind: 'active',
        plan: 'lifetime',
        endsAt: new Date('2026-04-01T12:00:00Z'),
      })
    },
  )
})

describe("a session_id that isn't one's own", () => {
  it('opens nothing, shows nothing and changes nothing', async ({ world, ada, eve, comesBack }) => {
    await openSession(world, eve)
    const session = await buy(world, ada)
    const before = [await world.accounts.get(ada.userId), await world.accounts.get(eve.userId)]

    expect(await comesBack(eve, session)).toEqual({ kind: 'not_yours' })

    expect([await world.accounts.get(ada.userId), await world.accounts.get(eve.userId)]).toEqual(
      before,
    )
    expect(await world.cognito.of(eve.username)).toEqual(['free'])
  })

  it('is also refused to a user who never bought anything', async ({
    world,
    ada,
    eve,
    comesBack,
  }) => {
    const session = await buy(world, ada)

    expect(await comesBack(eve, session)).toEqual({ kind: 'not_yours' })
    expect(await world.accounts.get(eve.userId)).toMatchObject({ access: { plan: 'free' } })
  })

  it('is refused for a session of another customer, whatever it says of its owner', async ({
    world,
    eve,
    comesBack,
  }) => {
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

  it.for([
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
  ])('is refused: %j', async (sessionId, { ada, comesBack }) => {
    expect(await comesBack(ada, sessionId)).toEqual({ kind: 'not_yours' })
  })
})
