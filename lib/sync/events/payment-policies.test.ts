import { afterEach, describe, expect, it } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { premium } from '@/lib/billing/catalog/catalogs/premium'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { Person } from '@/lib/identity/people'
import { sendOutbox } from '@/lib/sync/outbox/send-outbox'
import { deliver, deliverAll, eventFeed, type SentEvent } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { buy } from '@/testing/shop'
import { createWorld, type World } from '@/testing/world'

let world: World
let ada: Person
afterEach(() => world.close())

/** Ada bought something, everything has heard of it, and time has passed. */
async function shop(policies: Partial<Catalog['policies']>, body: object) {
  const catalog = defineCatalog({ ...premium, policies: { ...premium.policies, ...policies } })
  world = await createWorld({ catalog, env: { MAIL_FROM: 'team@example.com' } })
  ada = world.addUser('ada')
  await buy(world, ada, body)
  await deliverAll(world)
  world.engine.clock.advance({ days: 3 })
  return eventFeed(world)
}
const lifetime = { plan: 'lifetime', interval: 'once' }
const monthly = { plan: 'monthly' }

const chargeId = () => world.engine.store.charges.all()[0]?.id ?? ''
const groups = () => world.cognito.of(ada.username)
const statuses = () => world.engine.store.subscriptions.all().map(({ status }) => status)
const refunded = () => world.engine.store.charges.all().map((charge) => charge.amount_refunded)
const why = async () => (await world.accounts.get(ada.userId))?.access.sources.at(-1)?.why

/** Each of them twice, the last first: whatever arrives, it is answered 200. */
async function deliverBadly(events: SentEvent[]) {
  for (const event of [...events.toReversed(), ...events]) {
    expect((await deliver(world, event)).status).toBe(200)
  }
}

describe('a lifetime purchase that is refunded', () => {
  it('in part stands, where only a full refund takes it back', async () => {
    const events = await shop({}, lifetime)
    await world.stripe.refunds.create({ charge: chargeId(), amount: 100 })
    await deliverBadly(events())
    expect(await groups()).toEqual(['lifetime'])

    await world.stripe.refunds.create({ charge: chargeId() })
    await deliverBadly(events())
    expect(await groups()).toEqual(['free'])
    expect(await why()).toMatch(/refunded in full/)
  })

  it('in part is taken back, where any refund does', async () => {
    const events = await shop({ refund: 'any' }, lifetime)
    await world.stripe.refunds.create({ charge: chargeId(), amount: 100 })
    await deliverBadly(events())

    expect(await groups()).toEqual(['free'])
    expect(await why()).toMatch(/partially refunded/)
  })
})

describe('a lifetime purchase that is disputed', () => {
  it('stands until it is lost', async () => {
    const events = await shop({}, lifetime)
    const dispute = world.engine.disputes.open(chargeId())
    await deliverBadly(events())
    expect(await groups()).toEqual(['lifetime'])

    world.engine.clock.advance({ days: 5 })
    world.engine.disputes.close(dispute.id, 'lost')
    await deliverBadly(events())
    expect(await groups()).toEqual(['free'])
  })

  it('closes at once where that is wanted, and opens again when it is won', async () => {
    const events = await shop({ dispute: 'opened' }, lifetime)
    const dispute = world.engine.disputes.open(chargeId())
    await deliverBadly(events())
    expect(await groups()).toEqual(['free'])
    expect(await why()).toMatch(/on hold during a payment dispute/)

    world.engine.clock.advance({ days: 5 })
    world.engine.disputes.close(dispute.id, 'won')
    await deliverBadly(events())
    expect(await groups()).toEqual(['lifetime'])
  })

  it('by a mere question stands, whatever the policy', async () => {
    const events = await shop({ dispute: 'opened', disputedSubscription: 'cancel' }, lifetime)
    world.engine.disputes.open(chargeId(), 'inquiry')
    await deliverBadly(events())

    expect(await groups()).toEqual(['lifetime'])
  })
})

describe('a subscription whose payment is disputed', () => {
  it('goes on, unless it is to be canceled', async () => {
    const events = await shop({}, monthly)
    world.engine.disputes.open(chargeId())
    await deliverBadly(events())

    expect(statuses()).toEqual(['active'])
    expect(await groups()).toEqual(['monthly'])
  })

  it('is canceled once where that is wanted, and access with it', async () => {
    const events = await shop({ disputedSubscription: 'cancel' }, monthly)
    world.engine.disputes.open(chargeId())
    await deliverBadly(events())
    await deliverBadly(events())

    expect(statuses()).toEqual(['canceled'])
    expect(await groups()).toEqual(['free'])
  })

  it('stays if the dispute was won before we heard of it', async () => {
    const events = await shop({ disputedSubscription: 'cancel' }, monthly)
    const dispute = world.engine.disputes.open(chargeId())
    world.engine.disputes.close(dispute.id, 'won')
    await deliverBadly(events())

    expect(statuses()).toEqual(['active'])
  })

  it('is canceled by the next delivery when Stripe was down at the first', async () => {
    const events = await shop({ disputedSubscription: 'cancel' }, monthly)
    world.engine.disputes.open(chargeId())
    const sent = events()
    const [created] = sent.filter(({ type }) => type === 'charge.dispute.created')
    world.intercept(failing('stripe DELETE'))
    expect((await deliver(world, created ?? {})).status).toBe(500)
    expect(statuses()).toEqual(['active'])

    world.resetCalls()
    await deliverBadly([...sent, ...events()])
    expect(statuses()).toEqual(['canceled'])
  })
})

describe('an early fraud warning', () => {
  it('is told to staff, once, and nothing else is done', async () => {
    const events = await shop({}, monthly)
    world.engine.earlyFraudWarnings.create(chargeId())
    await deliverBadly(events())
    await sendOutbox(world.services)
    await sendOutbox(world.services)

    const mails = world.mails.sent.filter(({ subject }) => subject.includes('fraud'))
    expect(mails).toMatchObject([{ to: 'team@example.com' }])
    expect(mails[0]?.text).toContain(chargeId())
    expect([statuses(), refunded()]).toEqual([['active'], [0]])
  })

  it.each([
    ['a subscription', monthly, 900],
    ['a lifetime purchase', lifetime, 19_900],
  ])('of %s is answered with a refund, once, where that is wanted', async (_, body, cents) => {
    const events = await shop({ earlyFraud: 'refund' }, body)
    world.engine.earlyFraudWarnings.create(chargeId())
    await deliverBadly(events())
    await deliverBadly(events())

    expect(refunded()).toEqual([cents])
    expect(world.engine.store.refunds.size).toBe(1)
    expect(statuses().every((status) => status === 'canceled')).toBe(true)
    expect(await groups()).toEqual(['free'])
  })

  it('that died after canceling is refunded by the next delivery', async () => {
    const events = await shop({ earlyFraud: 'refund' }, monthly)
    world.engine.earlyFraudWarnings.create(chargeId())
    const sent = events()
    world.intercept(failing('stripe POST /v1/refunds'))
    expect((await deliver(world, sent[0] ?? {})).status).toBe(500)
    expect([statuses(), refunded()]).toEqual([['canceled'], [0]])

    world.resetCalls()
    await deliverBadly([...sent, ...events()])
    expect(refunded()).toEqual([900])
  })

  it('that a dispute has followed, or a refund by hand, asks for nothing more', async () => {
    const events = await shop({ earlyFraud: 'refund' }, monthly)
    world.engine.earlyFraudWarnings.create(chargeId())
    world.engine.disputes.open(chargeId())
    await deliverBadly(events())

    expect([statuses(), refunded()]).toEqual([['active'], [0]])
  })
})

it('of nobody we know is left alone', async () => {
  const events = await shop({ earlyFraud: 'refund', disputedSubscription: 'cancel' }, monthly)
  const stranger = await world.stripe.customers.create({})
  const [price] = (await world.stripe.prices.list({ lookup_keys: ['premium_monthly_month'] })).data
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
})
