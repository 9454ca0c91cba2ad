import { describe, expect } from 'vitest'
import { portal } from '@/lib/api/billing-pages/portal'
import { checkoutOutcome } from '@/lib/api/checkout/checkout-return'
import { entitlements } from '@/lib/api/gates/entitlements'
import { feature } from '@/lib/api/gates/feature'
import { readEnv } from '@/lib/env'
import { reconcile } from '@/lib/sync/reconcile/reconcile'
import { withLifetime } from './catalog'
import { deliver, deliverAll, eventFeed } from './deliver'
import { failing } from './intercept'
import { apiRequest, buy, postCheckout, subscribe } from './shop'
import { simulatedTime } from './simulated-time'
import { test } from './test'
import { createWorld } from './world'

const it = test.extend(
  'subscriptionId',
  ({ subscriptions }) =>
    () =>
      subscriptions()[0]?.id ?? '',
)
const sellingLifetime = it.extend('options', { catalog: withLifetime })
const withTrial = it.extend('options', { env: { TRIAL_DAYS: '14' } })

describe('a write', () => {
  it('does not acknowledge an event that failed (better-auth #10534)', async ({ world, ada }) => {
    const events = eventFeed(world)
    await buy(world, ada)
    const [event] = events().filter(({ type }) => type === 'customer.subscription.created')
    world.intercept(failing('groups.add'))

    expect((await deliver(world, event ?? {})).status).toBe(500)
    world.resetCalls()

    expect((await deliver(world, event ?? {})).status).toBe(200)
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
  })

  sellingLifetime(
    'grants once for one purchase under two event ids (open-saas #688)',
    async ({ world, ada, row }) => {
      const events = eventFeed(world)
      await buy(world, ada, { plan: 'lifetime', interval: 'once' })

      for (const event of events()) {
        expect((await deliver(world, event)).status).toBe(200)
        expect((await deliver(world, { ...event, id: `${event.id}twin` })).status).toBe(200)
      }

      expect((await row()).facts.purchases).toHaveLength(1)
      expect(await world.cognito.of(ada.username)).toEqual(['lifetime'])
    },
  )

  it('does not lose the second of two events of one second (sync-engine)', async ({
    world,
    ada,
    row,
    subscriptionId,
  }) => {
    await subscribe(world, ada)
    world.engine.clock.advance({ minutes: 1 })
    const events = eventFeed(world)
    const end = Math.floor(world.now().getTime() / 1000) + 86_400
    await world.stripe.subscriptions.update(subscriptionId(), { cancel_at: end })
    for (const event of events()) await deliver(world, event)
    expect((await row()).access.cancelAt).not.toBeNull()

    await world.stripe.subscriptions.update(subscriptionId(), { cancel_at: '' })
    for (const event of events()) await deliver(world, event)

    expect((await row()).access.cancelAt).toBeNull()
  })

  it('does not remove groups that we don’t manage (stripe-firebase-extensions #18)', async ({
    world,
    ada,
    subscriptionId,
  }) => {
    await world.cognito.add(ada.username, 'admins')
    await world.cognito.add(ada.username, 'beta-testers')

    await subscribe(world, ada)
    await world.stripe.subscriptions.cancel(subscriptionId())
    await deliverAll(world)

    expect((await world.cognito.of(ada.username)).sort()).toEqual([
      'admins',
      'beta-testers',
      'free',
    ])
  })

  it('sees a cancellation in the portal, which sets only cancel_at (stripe-node #2470)', async ({
    world,
    ada,
    row,
    subscriptions,
    subscriptionId,
  }) => {
    await subscribe(world, ada)
    const end = subscriptions()[0]?.items.data[0]?.current_period_end ?? 0

    await world.stripe.subscriptions.update(subscriptionId(), { cancel_at: end })
    await deliverAll(world)

    expect(subscriptions()[0]?.cancel_at_period_end).toBe(false)
    expect((await row()).access.cancelAt).toEqual(new Date(end * 1000))
  })

  it('does not lock a user out at the first declined payment (superset #6732)', async ({
    world,
    ada,
    row,
    subscriptions,
    subscriptionId,
  }) => {
    await subscribe(world, ada)
    const customer = (await row()).customerId ?? ''
    const card = await world.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer,
    })
    await world.stripe.subscriptions.update(subscriptionId(), { default_payment_method: card.id })

    world.engine.clock.advance({ days: 32 })
    await deliverAll(world)

    expect(subscriptions()[0]?.status).toBe('past_due')
    expect((await row()).access).toMatchObject({ status: 'past_due', plan: 'pro' })
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
  })

  it('does not change a prototype through metadata (better-auth #9164)', async ({
    world,
    ada,
    row,
  }) => {
    await subscribe(world, ada)
    const body = JSON.stringify({
      id: 'evt_polluting',
      object: 'event',
      type: 'customer.subscription.updated',
      created: Math.floor(world.now().getTime() / 1000),
      livemode: false,
      data: { object: { object: 'subscription', customer: (await row()).customerId, metadata: 0 } },
    }).replace(
      '"metadata":0',
      '"metadata":{"__proto__":{"plan":"enterprise"},"constructor":{"prototype":{"plan":"enterprise"}}}',
    )
    const event: object = JSON.parse(body)

    expect((await deliver(world, event)).status).toBe(200)

    expect('plan' in {}).toBe(false)
    expect((await row()).access.plan).toBe('pro')
  })
})

describe('a sale', () => {
  it('does not create a second subscription for an upgrade (better-auth #1880, #3560)', async ({
    world,
    ada,
    subscriptions,
    sessions,
  }) => {
    await subscribe(world, ada)

    const response = await postCheckout(world, ada, { plan: 'enterprise' })

    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ error: { code: 'already_subscribed' } })
    expect(sessions().filter(({ status }) => status === 'open')).toEqual([])
    expect(subscriptions()).toHaveLength(1)
  })

  withTrial(
    'giving a trial again after it was canceled (better-auth #4539, #6863)',
    async ({ world, ada, subscriptions, subscriptionId }) => {
      await subscribe(world, ada)
      expect(subscriptions()[0]?.status).toBe('trialing')
      await world.stripe.subscriptions.cancel(subscriptionId())
      await deliverAll(world)

      await subscribe(world, ada)

      expect(
        subscriptions()
          .map(({ status }) => status)
          .sort(),
      ).toEqual(['active', 'canceled'])
    },
  )

  it('does not let a client’s own checkout fields win (better-auth #9481)', async ({
    world,
    ada,
    sessions,
  }) => {
    for (const field of ['price', 'customer', 'trialDays', 'discount', 'successUrl', 'metadata']) {
      const response = await postCheckout(world, ada, { plan: 'pro', [field]: 'cus_other' })
      expect([field, response.status]).toEqual([field, 400])
    }
    expect(sessions()).toEqual([])
  })
})

describe('a deletion', () => {
  it('reports a user who was deleted and is still billed (CMSaasStarter #187)', async ({
    world,
    ada,
    subscriptionId,
  }) => {
    await subscribe(world, ada)
    const compared = () => reconcile(world.services, { dryRun: true, timing: simulatedTime() })
    expect((await compared()).findings).toEqual([])

    world.cognito.drop(ada.username)
    world.engine.clock.advance({ days: 32 })
    await deliverAll(world)

    // Only staff may cancel a paid subscription: each run reports it until they do.
    for (const _ of ['once', 'again']) {
      expect((await compared()).findings).toMatchObject([
        { userId: ada.userId, drifts: [{ kind: 'person_gone', remedy: 'staff' }] },
      ])
    }
    await world.stripe.subscriptions.cancel(subscriptionId())
    expect((await compared()).findings).toEqual([])
  })
})

describe('a gate', () => {
  it('does not serve stale groups until the next sign-in (amplify-js #3730)', async ({
    world,
    ada,
    subscriptionId,
  }) => {
    const ask = (token: string) =>
      feature(world.services)(apiRequest(world, '/api/features/analytics', { token }), {
        params: { feature: 'analytics' },
      })
    const fromBefore = world.token(ada)
    world.engine.clock.advance({ minutes: 1 })
    await subscribe(world, ada)

    const stale = await ask(fromBefore)
    expect(stale.status).toBe(401)
    expect(await stale.json()).toMatchObject({ error: { code: 'token_stale' } })

    // A downgrade takes effect at once: the row denies what the token still allows.
    const whilePro = world.token(ada, { 'cognito:groups': ['pro'] })
    expect((await ask(whilePro)).status).toBe(200)
    await world.stripe.subscriptions.cancel(subscriptionId())
    await deliverAll(world)
    expect((await ask(whilePro)).status).toBe(403)
  })

  it('does not identify a user by the session_id in a URL (saas-starter)', async ({
    world,
    ada,
  }) => {
    const session = await buy(world, ada)
    const mallory = world.addUser('mallory')
    const token = await world.services.tokens.verify(world.token(mallory))
    if (!token) throw new Error('The token was refused')

    expect(await checkoutOutcome(world.services)(token, session)).toEqual({ kind: 'not_yours' })

    // Without a token no one is signed in, whatever the URL carries.
    const url = `/api/entitlements?session_id=${session}`
    expect((await entitlements(world.services)(apiRequest(world, url))).status).toBe(401)
    expect((await world.accounts.get(mallory.userId))?.access.plan).toBe('free')
  })

  it('does not open the portal of a customer that the client names (CVE-2026-4549)', async ({
    world,
    ada,
    row,
  }) => {
    await subscribe(world, ada)
    const mallory = world.addUser('mallory')
    const customer = (await row()).customerId
    const bodies = [{ customer }, { customerId: customer }, { customer_id: customer }]

    for (const body of bodies) {
      const request = apiRequest(world, '/api/portal', { as: mallory, body })
      expect((await portal(world.services)(request)).status).toBe(400)
    }
  })

  it('does not accept an empty webhook secret (CVE-2026-41432)', async () => {
    for (const secret of ['', ' ', ',']) {
      await expect(createWorld({ env: { STRIPE_WEBHOOK_SECRET: secret } })).rejects.toThrow(
        'STRIPE_WEBHOOK_SECRET',
      )
    }
    expect(() => readEnv({})).toThrow('STRIPE_WEBHOOK_SECRET')
  })
})
