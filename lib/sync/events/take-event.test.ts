import { describe, expect } from 'vitest'
import { ensureAccount } from '@/lib/sync/account'
import { leaseMs } from '@/lib/sync/intents'
import { sweep } from '@/lib/sync/sweep'
import { sync } from '@/lib/sync/sync'
import { anyTrigger } from '@/testing/any-trigger'
import { withLifetime } from '@/testing/catalog'
import { deliver, deliverAll, firstOf, type SentEvent } from '@/testing/deliver'
import { crashing, failing, holding } from '@/testing/intercept'
import { buy, openSession } from '@/testing/shop'
import { test } from '@/testing/test'
import type { World } from '@/testing/world'
import { takeEvent } from './take-event'
import { affectedFacts } from './used-events'

const lifetime = { plan: 'lifetime', interval: 'once' }

const it = test
  .extend(
    'outcome',
    ({ world }) =>
      async (event: SentEvent) =>
        (await world.ledger.get(event.id))?.outcome,
  )
  .extend(
    'callsTo',
    ({ world }) =>
      (...ports: string[]) =>
        world.calls.filter((call) => ports.some((port) => call.startsWith(port))),
  )
  /** The used events of Ada buying Pro, not delivered yet. */
  .extend('bought', ({ world, ada, events }) => async () => {
    await buy(world, ada)
    world.resetCalls()
    return events().filter(({ type }) => affectedFacts(type, world.services.catalog).length > 0)
  })
  /** A writer crashes after its save: the row says Pro, the groups don't. */
  .extend('writerDied', ({ world, groups, bought }) => async () => {
    const burst = await bought()
    world.engine.clock.advance({ seconds: 3 })
    world.intercept(async (name, send) => {
      if (name.startsWith('groups')) throw new Error('The process died')
      return send()
    })
    await deliver(world, firstOf(burst))
    world.resetCalls()
    expect(await groups()).toEqual(['free'])
    return burst
  })
  .extend(
    'readsOfStripe',
    ({ callsTo }) =>
      () =>
        callsTo('stripe GET /v1/subscriptions').length,
  )
  /** Ada pays for Pro, the row shows it, and the event of her first invoice isn't delivered yet. */
  .extend('payingAda', ({ world, row, bought }) => async () => {
    const burst = await bought()
    await deliver(world, firstOf(burst))
    expect(await row()).toMatchObject({ access: { plan: 'pro' } })
    world.resetCalls()
    return burst
  })
  .extend('customerEvent', ({ world }) => (customer: string) => ({
    id: `evt_${customer}`,
    type: 'customer.subscription.updated',
    created: Math.floor(world.now().getTime() / 1000),
    livemode: false,
    data: { object: { object: 'subscription', customer } },
  }))
  /** A purchase with a card whose holder disputes it at once, and the events until then. */
  .extend('disputed', ({ world, ada, events }) => async () => {
    const session = await openSession(world, ada, lifetime)
    world.engine.checkout.pay(session, { number: '4000000000000259' })
    await deliverAll(world)
    events()
    const [dispute] = world.engine.store.disputes.all()
    if (!dispute) throw new Error('There is no dispute')
    return dispute.id
  })
const sellingLifetime = it.extend('options', { catalog: withLifetime })

describe('a burst of events', () => {
  it('costs one read after a second: the rest are covered, without Stripe or Cognito', async ({
    world,
    outcome,
    callsTo,
    bought,
  }) => {
    const burst = await bought()
    expect(burst.length).toBeGreaterThan(2)
    world.engine.clock.advance({ seconds: 3 })

    for (const event of burst) await deliver(world, event)

    expect(callsTo('stripe')).toEqual([
      'stripe GET /v1/subscriptions',
      // Whether the session on the row is still open, which it was bought with.
      expect.stringMatching(/^stripe GET \/v1\/checkout\/sessions\/cs_/),
    ])
    expect(await Promise.all(burst.map(outcome))).toEqual([
      'synced',
      ...burst.slice(1).map(() => 'covered'),
    ])
    world.resetCalls()
    await deliver(world, firstOf(burst))
    expect(world.calls).toEqual(['customerOwners.ownerOf', 'accounts.get', 'ledger.record'])
  })

  it('is not covered by a read in its own second, which may have come before it', async ({
    world,
    outcome,
    callsTo,
    bought,
  }) => {
    const event = firstOf(await bought())

    for (let time = 1; time <= 3; time++) await deliver(world, event)

    const reads = callsTo('stripe').filter((name) => name === 'stripe GET /v1/subscriptions')
    expect(reads).toHaveLength(3)
    expect(await outcome(event)).toBe('synced')
  })

  it('syncs the second of two changes within one second', async ({
    world,
    row,
    groups,
    events,
    bought,
  }) => {
    const burst = await bought()
    await deliver(world, firstOf(burst))
    await world.stripe.subscriptions.cancel(world.engine.store.subscriptions.all()[0]?.id ?? '')

    for (const event of events()) await deliver(world, event)

    expect(await row()).toMatchObject({ access: { plan: 'free' } })
    expect(await groups()).toEqual(['free'])
  })

  it('may arrive in reverse, twice and all at once', async ({ world, row, groups, bought }) => {
    const burst = (await bought()).reverse()

    const answers = await Promise.all([...burst, ...burst].map((event) => deliver(world, event)))

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(await row()).toMatchObject({ access: { plan: 'pro' }, intents: {} })
    expect(await groups()).toEqual(['pro'])
  })

  it('does no harm however often it is repeated', async ({ world, groups, bought }) => {
    const burst = await bought()
    for (const event of [...burst, ...burst, ...burst]) await deliver(world, event)

    expect(await world.ledger.get(firstOf(burst).id)).toMatchObject({ attempts: 3 })
    expect(await groups()).toEqual(['pro'])
  })

  it('may arrive late: an old event doesn’t restore what ended since', async ({
    world,
    row,
    groups,
    bought,
  }) => {
    const late = await bought()
    await world.stripe.subscriptions.cancel(world.engine.store.subscriptions.all()[0]?.id ?? '')
    world.engine.clock.advance({ days: 2 })

    for (const event of late) await deliver(world, event)

    expect(await row()).toMatchObject({ access: { plan: 'free' } })
    expect(await groups()).toEqual(['free'])
  })
})

describe('an event covered by a row whose groups another writer is moving', () => {
  it('applies the groups before it answers Stripe', async ({
    world,
    row,
    groups,
    outcome,
    callsTo,
    writerDied,
  }) => {
    const burst = await writerDied()

    expect((await deliver(world, firstOf(burst))).status).toBe(200)

    expect(await groups()).toEqual(['pro'])
    expect(callsTo('stripe')).toEqual([])
    expect(await outcome(firstOf(burst))).toBe('covered')
    expect(Object.keys((await row()).intents)).toHaveLength(1)
  })

  it('reads Stripe if the row changes at that moment', async ({
    world,
    ada,
    groups,
    outcome,
    writerDied,
  }) => {
    const burst = await writerDied()
    const slow = holding('accountWrites.putIntent')
    world.intercept(slow.intercept)
    const joining = deliver(world, firstOf(burst))
    await slow.reached
    await sync(world.services, ada.userId, anyTrigger)
    slow.release()

    expect((await joining).status).toBe(200)
    expect(await outcome(firstOf(burst))).toBe('synced')
    expect(await groups()).toEqual(['pro'])
  })

  it('leaves the groups to the sweeper if no event comes: after the lease, not before', async ({
    world,
    row,
    groups,
    writerDied,
  }) => {
    await writerDied()
    world.engine.clock.advance({ seconds: leaseMs / 1000 - 1 })
    await sweep(world.services)
    expect(await groups()).toEqual(['free'])

    world.engine.clock.advance({ seconds: 2 })
    expect(await sweep(world.services)).toMatchObject({ looked: 1, failed: 0 })

    expect(await groups()).toEqual(['pro'])
    expect((await row()).intents).toEqual({})
  })
})

describe('a zombie: a writer that was presumed crashed and wakes up', () => {
  it('finds that the row has changed, and corrects what it just wrote', async ({
    world,
    row,
    groups,
    events,
    bought,
  }) => {
    const burst = await bought()
    world.engine.clock.advance({ seconds: 3 })
    const asleep = holding('groups.add')
    world.intercept(asleep.intercept)
    const zombie = deliver(world, firstOf(burst))
    await asleep.reached
    await world.stripe.subscriptions.cancel(world.engine.store.subscriptions.all()[0]?.id ?? '')
    for (const event of events()) await deliver(world, event)
    world.engine.clock.advance({ seconds: leaseMs / 1000 + 1 })
    await sweep(world.services)
    expect((await row()).intents).toEqual({})

    asleep.release()
    await zombie

    expect(await groups()).toEqual(['free'])
    expect((await row()).intents).toEqual({})
  })
})

describe('an event that only repeats another one', () => {
  const paid = (events: SentEvent[]) =>
    firstOf(events.filter(({ type }) => type === 'invoice.paid'))

  it('costs no read while no payment is due', async ({ world, row, outcome, payingAda }) => {
    const burst = await payingAda()
    const { version } = await row()

    await deliver(world, paid(burst))

    expect(world.calls.slice(-3)).toEqual([
      'customerOwners.ownerOf',
      'accounts.get',
      'accountWrites.save',
    ])
    expect(await outcome(paid(burst))).toBe('covered')
    expect((await row()).version).toBe(version + 1)
  })

  it('makes a sync that read Stripe before it start again', async ({
    world,
    readsOfStripe,
    payingAda,
  }) => {
    const burst = await payingAda()
    const slow = holding('accountWrites.save')
    world.intercept(slow.intercept)
    const underWay = deliver(world, firstOf(burst))
    await slow.reached
    await deliver(world, paid(burst))
    expect(readsOfStripe()).toBe(1)

    slow.release()
    await underWay

    expect(readsOfStripe()).toBe(2)
  })

  it('reads Stripe for a past due user: an older invoice may have been paid', async ({
    world,
    ada,
    row,
    readsOfStripe,
    payingAda,
  }) => {
    const burst = await payingAda()
    const { facts, version, ...state } = await row()
    const [subscription] = facts.subscriptions
    if (!subscription) throw new Error('There is no subscription')
    const owing = { ...subscription, status: 'past_due', unpaidSince: world.now() } as const
    const owed = { ...state, facts: { ...facts, subscriptions: [owing] } }
    await world.accountWrites.save(ada.userId, version, owed, null)

    await deliver(world, paid(burst))

    expect(readsOfStripe()).toBe(1)
  })

  it('reads Stripe if it comes first: the row shows no payment yet', async ({
    world,
    row,
    bought,
  }) => {
    const burst = await bought()

    await deliver(world, paid(burst))

    expect(await row()).toMatchObject({ access: { plan: 'pro' } })
  })

  it('reads Stripe when an operator replays it', async ({
    world,
    row,
    readsOfStripe,
    payingAda,
  }) => {
    const burst = await payingAda()
    const { id, created, type } = paid(burst)
    const { customerId } = await row()
    const event = { id, type, createdAt: new Date(created * 1000), customerId, chargeId: null }

    await takeEvent(world.services, event, 'request', 'grace')

    expect(readsOfStripe()).toBe(1)
  })
})

describe('the user of an event’s customer', () => {
  it('may be unknown: recorded, answered with 200, nothing changed', async ({
    world,
    callsTo,
    customerEvent,
  }) => {
    expect((await deliver(world, customerEvent('cus_unheard'))).status).toBe(200)

    expect(await world.ledger.get('evt_cus_unheard')).toMatchObject({
      outcome: 'unknown_customer',
      userId: null,
    })
    expect(callsTo('accounts.create', 'accountWrites.save', 'groups')).toEqual([])
  })

  it('is restored by the sub on the customer when every row was lost', async ({
    world,
    ada,
    bought,
    openWorld,
  }) => {
    const burst = await bought()
    const after = await openWorld()
    after.cognito.put(ada)
    copyCustomers(world, after)

    expect((await deliver(after, firstOf(burst))).status).toBe(200)

    const row = await after.accounts.get(ada.userId)
    expect(row).toMatchObject({ userId: ada.userId, email: ada.email, version: 1 })
    expect(await after.customerOwners.ownerOf(row?.customerId ?? '')).toBe(ada.userId)
    expect((await after.ledger.get(firstOf(burst).id))?.outcome).toBe('synced')
  })

  it('is restored when only the account was lost and its customer’s row still names it', async ({
    world,
    ada,
    groups,
    outcome,
    bought,
  }) => {
    const burst = await bought()
    world.accounts.drop(ada.userId)

    expect((await deliver(world, firstOf(burst))).status).toBe(200)

    expect(await outcome(firstOf(burst))).toBe('synced')
    expect(await groups()).toEqual(['pro'])
  })

  it.for(['ada@example.com', 'ADA@example.com', '', 'sub-nobody', '__proto__'])(
    'is unknown if the sub on the customer is %j, whatever Cognito finds by it',
    async (cognito_sub, { world, ada, customerEvent }) => {
      const { id } = await world.stripe.customers.create({
        email: 'ada@example.com',
        metadata: { cognito_sub },
      })

      await deliver(world, customerEvent(id))

      expect(await world.ledger.get(`evt_${id}`)).toMatchObject({ outcome: 'unknown_customer' })
      expect(await world.accounts.get(ada.userId)).toBeNull()
      expect(await world.customerOwners.ownerOf(id)).toBeNull()
    },
  )

  it('is never found by an email address', async ({ world, ada, row, customerEvent }) => {
    await ensureAccount(world.services, ada)
    const { id } = await world.stripe.customers.create({ email: 'ada@example.com' })

    await deliver(world, customerEvent(id))

    expect(await world.ledger.get(`evt_${id}`)).toMatchObject({ outcome: 'unknown_customer' })
    expect((await row()).customerId).toBeNull()
  })

  it('keeps the first of two customers that name one user', async ({
    world,
    ada,
    row,
    bought,
    customerEvent,
  }) => {
    await bought()
    const { customerId } = await row()
    const second = await world.stripe.customers.create({
      email: 'ada@example.com',
      metadata: { cognito_sub: ada.userId },
    })

    expect((await deliver(world, customerEvent(second.id))).status).toBe(200)

    expect(await world.ledger.get(`evt_${second.id}`)).toMatchObject({
      outcome: 'unknown_customer',
    })
    expect((await row()).customerId).toBe(customerId)
    expect(await world.customerOwners.ownerOf(second.id)).toBeNull()
  })

  it('is read from the object itself when the customer changed', async ({
    world,
    row,
    events,
    outcome,
    bought,
  }) => {
    await bought()
    const { customerId } = await row()
    await world.stripe.customers.del(customerId ?? '')
    const deleted = events().find(({ type }) => type === 'customer.deleted')

    await deliver(world, deleted ?? {})

    expect(await outcome(deleted ?? firstOf([]))).toBe('synced')
    expect((await row()).access.plan).toBe('free')
  })
})

describe('a purchase for good', () => {
  sellingLifetime(
    'is revoked when the dispute is lost, although its event names no customer',
    async ({ world, row, groups, events, disputed }) => {
      const dispute = await disputed()
      expect(await groups()).toEqual(['lifetime'])

      await world.stripe.disputes.close(dispute)
      for (const event of events()) await deliver(world, event)

      expect(await groups()).toEqual(['free'])
      const closed = world.engine.store.events
        .all()
        .find(({ type }) => type === 'charge.dispute.closed')
      expect(await world.ledger.get(closed?.id ?? '')).toMatchObject({
        outcome: 'synced',
        customerId: (await row()).customerId,
      })
    },
  )

  sellingLifetime('is revoked when it is refunded in full', async ({ world, ada, groups }) => {
    await buy(world, ada, lifetime)
    await deliverAll(world)
    const [charge] = world.engine.store.charges.all()
    await world.stripe.refunds.create({ charge: charge?.id ?? '', amount: 100 })
    await deliverAll(world)
    expect(await groups()).toEqual(['lifetime'])

    await world.stripe.refunds.create({ charge: charge?.id ?? '' })
    await deliverAll(world)

    expect(await groups()).toEqual(['free'])
  })
})

describe('a delivery that crashed', () => {
  it('leaves no ledger entry that says it was processed', async ({ world, bought }) => {
    const event = firstOf(await bought())
    world.intercept(crashing(3, 'after'))

    expect((await deliver(world, event)).status).toBeGreaterThanOrEqual(500)

    expect(await world.ledger.get(event.id)).toBeNull()
  })
})

describe('a delivery that failed', () => {
  it.for([
    ['its customer could not be looked up', 'customerOwners.ownerOf', null],
    ['Stripe could not be read', 'stripe GET /v1/subscriptions', 'sub-ada'],
    ['a row that it had restored could not be saved', 'accountWrites.save', 'sub-ada'],
  ] as const)(
    'names its customer and, once known, its user, when %s',
    async ([_, call, userId], { world, ada, row, bought }) => {
      const event = firstOf(await bought())
      const { customerId } = await row()
      if (call === 'accountWrites.save') world.accounts.drop(ada.userId)
      world.intercept(failing(call))

      expect((await deliver(world, event)).status).toBeGreaterThanOrEqual(500)

      expect(await world.ledger.get(event.id)).toMatchObject({
        outcome: 'failed',
        customerId,
        userId,
        error: expect.any(String),
      })
    },
  )
})

/** Copies the customers to another world's Stripe, with the same ids. */
function copyCustomers(from: World, to: World) {
  for (const customer of from.engine.store.customers.all()) to.engine.store.customers.put(customer)
}
