import { describe, expect } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { premium } from '@/lib/billing/catalog/catalogs/premium'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { sendOutbox } from '@/lib/sync/outbox/send-outbox'
import { deliver, deliverAll, type SentEvent } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { buy } from '@/testing/shop'
import { test } from '@/testing/test'

const lifetime = { plan: 'lifetime', interval: 'once' }
const monthly = { plan: 'monthly' }

const it = test
  .extend('policies', (): Partial<Catalog['policies']> => ({}))
  .extend('options', ({ policies }) => ({
    catalog: defineCatalog({ ...premium, policies: { ...premium.policies, ...policies } }),
    env: { MAIL_FROM: 'team@example.com' },
  }))
  /** Ada buys a plan, the events are delivered, and three days pass. */
  .extend('bought', ({ world, ada, events }) => async (body: object) => {
    await buy(world, ada, body)
    await deliverAll(world)
    world.engine.clock.advance({ days: 3 })
    events()
  })
  .extend(
    'chargeId',
    ({ world }) =>
      () =>
        world.engine.store.charges.all()[0]?.id ?? '',
  )
  .extend(
    'statuses',
    ({ subscriptions }) =>
      () =>
        subscriptions().map(({ status }) => status),
  )
  .extend(
    'refunded',
    ({ world }) =>
      () =>
        world.engine.store.charges.all().map((charge) => charge.amount_refunded),
  )
  .extend(
    'why',
    ({ access }) =>
      async () =>
        (await access())?.sources.at(-1)?.why,
  )
  /** Delivers each event twice, the last first. Every delivery is answered 200. */
  .extend('deliverBadly', ({ world }) => async (events: SentEvent[]) => {
    for (const event of [...events.toReversed(), ...events]) {
      expect((await deliver(world, event)).status).toBe(200)
    }
  })
const withPolicies = (policies: Partial<Catalog['policies']>) =>
  it.extend('policies', () => policies)

describe('a lifetime purchase that is refunded', () => {
  it('in part stands if only a full refund revokes it', async ({
    world,
    groups,
    events,
    bought,
    chargeId,
    why,
    deliverBadly,
  }) => {
    await bought(lifetime)
    await world.stripe.refunds.create({ charge: chargeId(), amount: 100 })
    await deliverBadly(events())
    expect(await groups()).toEqual(['lifetime'])

    await world.stripe.refunds.create({ charge: chargeId() })
    await deliverBadly(events())
    expect(await groups()).toEqual(['free'])
    expect(await why()).toMatch(/refunded in full/)
  })

  withPolicies({ refund: 'any' })(
    'in part is revoked if any refund revokes it',
    async ({ world, groups, events, bought, chargeId, why, deliverBadly }) => {
      await bought(lifetime)
      await world.stripe.refunds.create({ charge: chargeId(), amount: 100 })
      await deliverBadly(events())

      expect(await groups()).toEqual(['free'])
      expect(await why()).toMatch(/partially refunded/)
    },
  )
})

describe('a lifetime purchase that is disputed', () => {
  it('stands until it is lost', async ({
    world,
    groups,
    events,
    bought,
    chargeId,
    deliverBadly,
  }) => {
    await bought(lifetime)
    const dispute = world.engine.disputes.open(chargeId())
    await deliverBadly(events())
    expect(await groups()).toEqual(['lifetime'])

    world.engine.clock.advance({ days: 5 })
    world.engine.disputes.close(dispute.id, 'lost')
    await deliverBadly(events())
    expect(await groups()).toEqual(['free'])
  })

  withPolicies({ dispute: 'opened' })(
    'is revoked at once by policy, and restored when the dispute is won',
    async ({ world, groups, events, bought, chargeId, why, deliverBadly }) => {
      await bought(lifetime)
      const dispute = world.engine.disputes.open(chargeId())
      await deliverBadly(events())
      expect(await groups()).toEqual(['free'])
      expect(await why()).toMatch(/on hold during a payment dispute/)

      world.engine.clock.advance({ days: 5 })
      world.engine.disputes.close(dispute.id, 'won')
      await deliverBadly(events())
      expect(await groups()).toEqual(['lifetime'])
    },
  )

  withPolicies({ dispute: 'opened', disputedSubscription: 'cancel' })(
    'by an inquiry stands, whatever the policy',
    async ({ world, groups, events, bought, chargeId, deliverBadly }) => {
      await bought(lifetime)
      world.engine.disputes.open(chargeId(), 'inquiry')
      await deliverBadly(events())

      expect(await groups()).toEqual(['lifetime'])
    },
  )
})

describe('a subscription whose payment is disputed', () => {
  it('continues by default', async ({
    world,
    groups,
    events,
    bought,
    chargeId,
    statuses,
    deliverBadly,
  }) => {
    await bought(monthly)
    world.engine.disputes.open(chargeId())
    await deliverBadly(events())

    expect(statuses()).toEqual(['active'])
    expect(await groups()).toEqual(['monthly'])
  })

  withPolicies({ disputedSubscription: 'cancel' })(
    'is canceled once by policy, and its access ends',
    async ({ world, groups, events, bought, chargeId, statuses, deliverBadly }) => {
      await bought(monthly)
      world.engine.disputes.open(chargeId())
      await deliverBadly(events())
      await deliverBadly(events())

      expect(statuses()).toEqual(['canceled'])
      expect(await groups()).toEqual(['free'])
    },
  )

  withPolicies({ disputedSubscription: 'cancel' })(
    'stays if the dispute was won before its event came',
    async ({ world, events, bought, chargeId, statuses, deliverBadly }) => {
      await bought(monthly)
      const dispute = world.engine.disputes.open(chargeId())
      world.engine.disputes.close(dispute.id, 'won')
      await deliverBadly(events())

      expect(statuses()).toEqual(['active'])
    },
  )

  withPolicies({ disputedSubscription: 'cancel' })(
    'is canceled by the next delivery if Stripe was down at the first',
    async ({ world, events, bought, chargeId, statuses, deliverBadly }) => {
      await bought(monthly)
      world.engine.disputes.open(chargeId())
      const sent = events()
      const [created] = sent.filter(({ type }) => type === 'charge.dispute.created')
      world.intercept(failing('stripe DELETE'))
      expect((await deliver(world, created ?? {})).status).toBe(503)
      expect(statuses()).toEqual(['active'])

      world.resetCalls()
      await deliverBadly([...sent, ...events()])
      expect(statuses()).toEqual(['canceled'])
    },
  )
})

describe('an early fraud warning', () => {
  it('is reported to staff once, and does nothing else', async ({
    world,
    events,
    bought,
    chargeId,
    statuses,
    refunded,
    deliverBadly,
  }) => {
    await bought(monthly)
    world.engine.earlyFraudWarnings.create(chargeId())
    await deliverBadly(events())
    await sendOutbox(world.services)
    await sendOutbox(world.services)

    const mails = world.mails.sent.filter(({ subject }) => subject.includes('fraud'))
    expect(mails).toMatchObject([{ to: 'team@example.com' }])
    expect(mails[0]?.text).toContain(chargeId())
    expect([statuses(), refunded()]).toEqual([['active'], [0]])
  })

  withPolicies({ earlyFraud: 'refund' }).for([
    ['a subscription', monthly, 900],
    ['a lifetime purchase', lifetime, 19_900],
  ] as const)(
    'of %s is refunded once by policy',
    async (
      [_, body, cents],
      { world, groups, events, bought, chargeId, statuses, refunded, deliverBadly },
    ) => {
      await bought(body)
      world.engine.earlyFraudWarnings.create(chargeId())
      await deliverBadly(events())
      await deliverBadly(events())

      expect(refunded()).toEqual([cents])
      expect(world.engine.store.refunds.size).toBe(1)
      expect(statuses().every((status) => status === 'canceled')).toBe(true)
      expect(await groups()).toEqual(['free'])
    },
  )

  withPolicies({ earlyFraud: 'refund' })(
    'is refunded by the next delivery after a crash between canceling and refunding',
    async ({ world, events, bought, chargeId, statuses, refunded, deliverBadly }) => {
      await bought(monthly)
      world.engine.earlyFraudWarnings.create(chargeId())
      const sent = events()
      world.intercept(failing('stripe POST /v1/refunds'))
      expect((await deliver(world, sent[0] ?? {})).status).toBe(503)
      expect([statuses(), refunded()]).toEqual([['canceled'], [0]])

      world.resetCalls()
      await deliverBadly([...sent, ...events()])
      expect(refunded()).toEqual([900])
    },
  )

  withPolicies({ earlyFraud: 'refund' })(
    'that was followed by a dispute or a refund by hand does nothing more',
    async ({ world, events, bought, chargeId, statuses, refunded, deliverBadly }) => {
      await bought(monthly)
      world.engine.earlyFraudWarnings.create(chargeId())
      world.engine.disputes.open(chargeId())
      await deliverBadly(events())

      expect([statuses(), refunded()]).toEqual([['active'], [0]])
    },
  )
})

withPolicies({ earlyFraud: 'refund', disputedSubscription: 'cancel' })(
  'for an unknown customer is left alone',
  async ({ world, events, bought, statuses, deliverBadly }) => {
    await bought(monthly)
    const stranger = await world.stripe.customers.create({})
    const [price] = (await world.stripe.prices.list({ lookup_keys: ['premium_monthly_month'] }))
      .data
    const card = await world.stripe.paymentMethods.attach('pm_card_visa', { customer: stranger.id })
    await world.stripe.subscriptions.create({
      customer: stranger.id,
      items: [{ price: price?.id ?? '' }],
      default_payment_method: card.id,
    })
    const [charge] = (await world.stripe.charges.list({ customer: stranger.id })).data
    world.engine.earlyFraudWarnings.create(charge?.id ?? '')
    await deliverBadly(events())

    expect(statuses().sort()).toEqual(['active', 'active'])
  },
)
